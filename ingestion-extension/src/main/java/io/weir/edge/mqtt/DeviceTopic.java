package io.weir.edge.mqtt;

import io.weir.device.identity.TwinKey;

/**
 * What a device means by the topic it publishes to (MQTT-10, MQTT-16, MQTT-31, MQTT-33, MQTT-41).
 * Device ids are matched raw, as they stand (MQTT-03).
 */
public sealed interface DeviceTopic {

  /** MQTT-31. */
  String GET = "$iothub/twin/GET/?";

  /** MQTT-33. */
  String PATCH = "$iothub/twin/PATCH/properties/reported/?";

  /** A message to the cloud, with its bag as it came; empty when there is none. */
  record Telemetry(String bag) implements DeviceTopic {}

  /**
   * A request about the device's twin.
   *
   * @param kind what it asks for
   * @param requestId the text of {@code $rid} as it came; null when there is none
   * @param version the text of {@code $version} as it came; null when there is none
   */
  record TwinRequest(Kind kind, String requestId, String version) implements DeviceTopic {

    /** What may be asked for. */
    enum Kind {
      GET,
      PATCH_REPORTED
    }
  }

  /** The answer to a direct method. */
  record MethodResponse() implements DeviceTopic {}

  /** A topic that is not this device's. */
  record Foreign() implements DeviceTopic {}

  /** Where a device or module sends its messages to the cloud; a bag may follow (MQTT-50). */
  static String events(TwinKey key) {
    return root(key) + "/messages/events";
  }

  /** What all topics of a device or module begin with, those of twins and methods excepted. */
  static String root(TwinKey key) {
    String device = "devices/" + key.deviceId();
    return key.isModule() ? device + "/modules/" + key.moduleId() : device;
  }

  /**
   * The telemetry topic may lack the slash before the bag when there is no bag, and may have one
   * after it.
   *
   * @param events of the device that publishes, see {@link #events}
   */
  static DeviceTopic of(String events, String topic) {
    if (topic.startsWith("$iothub/")) {
      return ofHub(topic);
    }
    if (!topic.startsWith(events)) {
      return new Foreign();
    }
    int start = events.length();
    if (topic.length() == start) {
      return new Telemetry("");
    }
    if (topic.charAt(start) != '/') {
      return new Foreign();
    }
    int end = topic.length() - (topic.length() > start + 1 && topic.endsWith("/") ? 1 : 0);
    return new Telemetry(topic.substring(start + 1, end));
  }

  private static DeviceTopic ofHub(String topic) {
    if (topic.startsWith(GET)) {
      return request(TwinRequest.Kind.GET, topic.substring(GET.length()));
    }
    if (topic.startsWith(PATCH)) {
      return request(TwinRequest.Kind.PATCH_REPORTED, topic.substring(PATCH.length()));
    }
    return topic.startsWith("$iothub/methods/res/") ? new MethodResponse() : new Foreign();
  }

  /** Values are not decoded: the answer echoes {@code $rid} byte for byte (MQTT-34). */
  private static TwinRequest request(TwinRequest.Kind kind, String query) {
    return new TwinRequest(kind, parameter(query, "$rid="), parameter(query, "$version="));
  }

  private static String parameter(String query, String name) {
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name)) {
        return pair.substring(name.length());
      }
    }
    return null;
  }
}
