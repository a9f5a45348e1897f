package io.weir.local.fleet;

/**
 * One message of the fleet.
 *
 * @param deviceId who sends it
 * @param sequence its number on that device, from 0
 * @param payload what it says
 */
public record FleetMessage(String deviceId, long sequence, Payload payload) {
  /** The message id, which is unique: {@code deviceId:sequence}. */
  public String id() {
    return deviceId + ":" + sequence;
  }

  /** The MQTT topic with the properties (MQTT-10 to MQTT-12). */
  String topic() {
    StringBuilder topic = new StringBuilder(160);
    topic.append("devices/").append(deviceId).append("/messages/events/");
    topic.append("$.mid=").append(Percent.encode(id()));
    topic.append("&$.ct=application%2Fjson&$.ce=utf-8");
    payload
        .properties()
        .forEach(
            (name, value) ->
                topic
                    .append('&')
                    .append(Percent.encode(name))
                    .append('=')
                    .append(Percent.encode(value)));
    return topic.toString();
  }
}
