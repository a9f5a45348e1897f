package io.weir.edge.mqtt;

import java.util.List;

/**
 * What a device means by the topic it publishes to (MQTT-10, MQTT-16, MQTT-31, MQTT-33, MQTT-41).
 * Device ids are matched raw, as they stand (MQTT-03).
 */
public sealed interface DeviceTopic {

  /** A message to the cloud, with its bag as it came; empty when there is none. */
  record Telemetry(String bag) implements DeviceTopic {}

  /**
   * A twin request.
   *
   * @param requestId the text of {@code $rid} as it came; null when there is none
   */
  record TwinRequest(String requestId) implements DeviceTopic {}

  /** The answer to a direct method. */
  record MethodResponse() implements DeviceTopic {}

  /** A topic that is not this device's. */
  record Foreign() implements DeviceTopic {}

  /** Where a device sends its messages to the cloud; a bag may follow. */
  static String events(String deviceId) {
    return "devices/" + deviceId + "/messages/events";
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
    for (String prefix :
        List.of("$iothub/twin/GET/?", "$iothub/twin/PATCH/properties/reported/?")) {
      if (topic.startsWith(prefix)) {
        return new TwinRequest(requestId(topic.substring(prefix.length())));
      }
    }
    return topic.startsWith("$iothub/methods/res/") ? new MethodResponse() : new Foreign();
  }

  /** Not decoded: the answer echoes it byte for byte (MQTT-34). */
  private static String requestId(String query) {
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith("$rid=")) {
        return pair.substring("$rid=".length());
      }
    }
    return null;
  }
}
