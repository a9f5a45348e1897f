package io.weir.device.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.identity.Identity;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.ServiceTwin;
import java.util.Locale;

/** Says what has happened, in the words of ROUTE-14. */
final class DeviceEvents {

  private DeviceEvents() {}

  /**
   * A patch of tags and desired properties: what it touched.
   *
   * @param tags null when it was not about them
   * @param desired likewise
   */
  static Effect updated(Owner owner, JsonNode tags, JsonNode desired, Turn turn) {
    ServiceTwin twin = owner.service();
    ObjectNode body = object();
    body.put("version", twin.version());
    if (tags != null) {
      body.set("tags", tags);
    }
    if (desired != null) {
      body.putObject("properties").set("desired", twin.desired().changeView(desired));
    }
    return new Effect.Happened(owner.key(), DeviceEventType.TWIN_UPDATED, turn.now(), body);
  }

  static Effect reported(Owner owner, JsonNode patch, Turn turn) {
    ObjectNode body = object();
    body.putObject("properties").set("reported", owner.reported().changeView(patch));
    return new Effect.Happened(owner.key(), DeviceEventType.TWIN_UPDATED, turn.now(), body);
  }

  /** The whole twin. */
  static Effect replaced(Owner owner, Turn turn) {
    return new Effect.Happened(
        owner.key(), DeviceEventType.TWIN_REPLACED, turn.now(), whole(owner));
  }

  static Effect created(Owner owner, Turn turn) {
    return new Effect.Happened(
        owner.key(), DeviceEventType.IDENTITY_CREATED, turn.now(), whole(owner));
  }

  static Effect updated(Owner owner, Turn turn) {
    return new Effect.Happened(
        owner.key(), DeviceEventType.IDENTITY_UPDATED, turn.now(), described(owner.identity()));
  }

  /** Of the identity that is gone. */
  static Effect deleted(Identity identity, Turn turn) {
    return new Effect.Happened(
        identity.key(), DeviceEventType.IDENTITY_DELETED, turn.now(), described(identity));
  }

  /** The sequence number increases with each one of the device: it is the position in hex. */
  static Effect connection(TwinKey key, DeviceEventType type, Turn turn) {
    ObjectNode body = object();
    body.put("sequenceNumber", String.format(Locale.ROOT, "%064X", turn.position()));
    return new Effect.Happened(key, type, turn.now(), body);
  }

  private static ObjectNode whole(Owner owner) {
    ObjectNode body = named(owner.key());
    ServiceTwin twin = owner.service();
    body.put("etag", twin.etag());
    body.put("version", twin.version());
    body.set("tags", twin.tags());
    ObjectNode properties = body.putObject("properties");
    properties.set("desired", twin.desired().wire());
    properties.set("reported", owner.reported().wire());
    return body;
  }

  private static ObjectNode described(Identity identity) {
    ObjectNode body = named(identity.key());
    body.put("generationId", identity.generationId());
    body.put("etag", identity.etag());
    body.put("status", identity.enabled() ? "enabled" : "disabled");
    body.put("statusReason", identity.statusReason());
    return body;
  }

  private static ObjectNode named(TwinKey key) {
    ObjectNode body = object();
    body.put("deviceId", key.deviceId());
    if (key.isModule()) {
      body.put("moduleId", key.moduleId());
    }
    return body;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
