package io.weir.edge.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.command.IdentitySpec.AuthenticationType;
import io.weir.device.error.HubError;
import io.weir.device.identity.Status;
import io.weir.device.identity.TwinKey;
import io.weir.edge.node.HubException;
import io.weir.edge.registry.DeviceDescription;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a device from a request's body (REG-02). Read-only and unknown fields are ignored, enums
 * compare without case (REST-53), null and empty mean absent (REST-54). What is not a secret is
 * removed by null or an empty text; thumbprints come together, so that one that is not named any
 * more is not good any more.
 */
final class DeviceReader {

  private static final Map<String, Status> STATUSES =
      Map.of("enabled", Status.ENABLED, "disabled", Status.DISABLED);
  private static final Map<String, AuthenticationType> TYPES =
      Map.of(
          "sas", AuthenticationType.SAS,
          "selfsigned", AuthenticationType.SELF_SIGNED,
          "certificateauthority", AuthenticationType.CERTIFICATE_AUTHORITY,
          "none", AuthenticationType.NONE);

  private DeviceReader() {}

  /**
   * Reads a device or a module.
   *
   * @param key of the path, which the body must repeat
   * @throws HubException ARGUMENT_INVALID or ARGUMENT_NULL
   */
  static DeviceDescription read(String body, TwinKey key) {
    ObjectNode json = Json.read(body);
    if (!key.deviceId().equals(text(json, "deviceId"))) {
      throw invalid("deviceId: not the one of the path (expected: the same in path and body)");
    }
    if (key.isModule() && !key.moduleId().equals(text(json, "moduleId"))) {
      throw invalid("moduleId: not the one of the path (expected: the same in path and body)");
    }
    return description(json);
  }

  /**
   * Reads what a description says besides ids.
   *
   * @throws HubException ARGUMENT_INVALID
   */
  static DeviceDescription description(ObjectNode json) {
    if (json.path("capabilities").path("iotEdge").asBoolean(false)) {
      throw invalid("capabilities.iotEdge: true (expected: false, this hub has no edge devices)");
    }
    JsonNode authentication = part(json, "authentication");
    JsonNode keys = part(authentication, "symmetricKey");
    JsonNode thumbprints = part(authentication, "x509Thumbprint");
    return new DeviceDescription(
        choice(json, "status", STATUSES, "enabled or disabled"),
        json.has("statusReason") ? orEmpty(text(json, "statusReason")) : null,
        choice(authentication, "type", TYPES, "sas, selfSigned, certificateAuthority or none"),
        text(keys, "primaryKey"),
        text(keys, "secondaryKey"),
        thumbprint(thumbprints, "primaryThumbprint"),
        thumbprint(thumbprints, "secondaryThumbprint"),
        json.has("managedBy") ? orEmpty(text(json, "managedBy")) : null);
  }

  private static String thumbprint(JsonNode thumbprints, String name) {
    return thumbprints.isMissingNode() ? null : orEmpty(text(thumbprints, name));
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private static <T> T choice(JsonNode json, String name, Map<String, T> choices, String expected) {
    String value = text(json, name);
    if (value == null) {
      return null;
    }
    T chosen = choices.get(value.toLowerCase(Locale.ROOT));
    if (chosen == null) {
      throw invalid(name + ": not known (expected: " + expected + ")");
    }
    return chosen;
  }

  private static JsonNode part(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (value.isNull() || value.isMissingNode()) {
      return MissingNode.getInstance();
    }
    if (!value.isObject()) {
      throw invalid(name + ": no object (expected: an object or null)");
    }
    return value;
  }

  /**
   * A text; null when it is not there or empty.
   *
   * @throws HubException ARGUMENT_INVALID when it is anything else: nobody may get another name, or
   *     lose a condition, for having written it wrongly
   */
  static String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (value.isNull() || value.isMissingNode()) {
      return null;
    }
    if (!value.isTextual()) {
      throw invalid(name + ": no text (expected: a text or null)");
    }
    return value.textValue().isEmpty() ? null : value.textValue();
  }

  private static HubException invalid(String problem) {
    return new HubException(HubError.ARGUMENT_INVALID, problem);
  }
}
