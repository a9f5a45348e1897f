package io.weir.edge.mqtt;

import java.util.List;

/**
 * What a device means by the topic it publishes to (MQTT-10, MQTT-16, MQTT-31, MQTT-33, MQTT-41).
 * Device ids are matched raw, as they stand (MQTT-03).
 */
public sealed interface DeviceTopic {

  /** A message to the cloud, with the properties of its bag. */
  record Telemetry(TopicBag bag) implements DeviceTopic {}

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

  /**
   * The telemetry topic may lack the slash before the bag when there is no bag, and may have one
   * after it.
   */
  static DeviceTopic of(String deviceId, String topic) {
    if (topic.startsWith("$iothub/")) {
      return ofHub(topic);
    }
    String prefix = "devices/" + deviceId + "/messages/events";
    if (!topic.startsWith(prefix)) {
      return new Foreign();
    }
    String rest = topic.substring(prefix.length());
    if (rest.isEmpty()) {
      return new Telemetry(TopicBag.EMPTY);
    }
    if (rest.charAt(0) != '/') {
      return new Foreign();
    }
    int end = rest.length() > 1 && rest.endsWith("/") ? rest.length() - 1 : rest.length();
    return new Telemetry(TopicBag.parse(rest.substring(1, end)));
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
