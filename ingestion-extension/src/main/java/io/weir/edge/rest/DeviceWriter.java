package io.weir.edge.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.EncryptedKey;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.secret.KeyCipher;
import io.weir.device.secret.UnreadableKeyException;
import io.weir.edge.registry.DeviceView;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a device as the registry shows it (REG-02), its keys in clear. */
final class DeviceWriter {

  /** REST-55. */
  private static final String UNSET = "0001-01-01T00:00:00";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final Logger LOG = LoggerFactory.getLogger(DeviceWriter.class);

  private final KeyCipher cipher;

  DeviceWriter(KeyCipher cipher) {
    this.cipher = cipher;
  }

  ObjectNode write(DeviceView device) {
    Identity identity = device.identity();
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("deviceId", identity.deviceId());
    if (identity.moduleId() != null) {
      json.put("moduleId", identity.moduleId());
      json.put("managedBy", identity.managedBy());
    }
    json.put("generationId", identity.generationId());
    json.put("etag", identity.etag());
    json.put("connectionState", device.connection().isPresent() ? "Connected" : "Disconnected");
    json.put("status", identity.status() == Status.ENABLED ? "enabled" : "disabled");
    json.put("statusReason", identity.statusReason());
    json.put(
        "connectionStateUpdatedTime",
        time(
            device.connection().isPresent()
                ? device.connection().get().connectedAt()
                : device.presence().stateUpdatedTime()));
    json.put("statusUpdatedTime", time(identity.statusUpdatedTime()));
    json.put("lastActivityTime", time(device.presence().lastActivityTime()));
    json.put("cloudToDeviceMessageCount", 0);
    json.putObject("capabilities").put("iotEdge", false);
    authentication(json.putObject("authentication"), identity);
    return json;
  }

  private void authentication(ObjectNode json, Identity identity) {
    Authentication authentication = identity.authentication();
    EncryptedKey primaryKey = null;
    EncryptedKey secondaryKey = null;
    String primaryThumbprint = null;
    String secondaryThumbprint = null;
    String type;
    if (authentication instanceof Authentication.Sas sas) {
      type = "sas";
      primaryKey = sas.primaryKey();
      secondaryKey = sas.secondaryKey();
    } else if (authentication instanceof Authentication.SelfSigned selfSigned) {
      type = "selfSigned";
      primaryThumbprint = selfSigned.primaryThumbprint();
      secondaryThumbprint = selfSigned.secondaryThumbprint();
    } else if (authentication instanceof Authentication.CertificateAuthority) {
      type = "certificateAuthority";
    } else {
      type = "none";
    }
    json.put("type", type);
    ObjectNode keys = json.putObject("symmetricKey");
    keys.put("primaryKey", open(identity.key().path(), primaryKey));
    keys.put("secondaryKey", open(identity.key().path(), secondaryKey));
    ObjectNode thumbprints = json.putObject("x509Thumbprint");
    thumbprints.put("primaryThumbprint", primaryThumbprint);
    thumbprints.put("secondaryThumbprint", secondaryThumbprint);
  }

  /** A key that cannot be read is not shown; a caller that leaves it out keeps it. */
  private String open(String owner, EncryptedKey key) {
    try {
      return key == null ? null : cipher.open(owner, key);
    } catch (UnreadableKeyException e) {
      LOG.error("A key of '{}' cannot be read", owner, e);
      return null;
    }
  }

  private static String time(long epochMillis) {
    return epochMillis == 0 ? UNSET : TIME.format(Instant.ofEpochMilli(epochMillis));
  }
}
