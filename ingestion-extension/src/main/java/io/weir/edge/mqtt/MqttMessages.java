package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.edge.telemetry.DeviceMessage;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;

/** Makes hub messages of PUBLISH packets (MQTT-11..13, 15). */
final class MqttMessages {

  /** MQTT-15. */
  private static final String RETAIN = "mqtt-retain";

  private static final Map<String, String> SYSTEM =
      Map.ofEntries(
          Map.entry("$.mid", TelemetryHeaders.MESSAGE_ID),
          Map.entry("$.cid", TelemetryHeaders.CORRELATION_ID),
          Map.entry("$.uid", TelemetryHeaders.USER_ID),
          Map.entry("$.to", TelemetryHeaders.TO),
          Map.entry("$.exp", TelemetryHeaders.ABSOLUTE_EXPIRY_TIME),
          Map.entry("$.ct", TelemetryHeaders.CONTENT_TYPE),
          Map.entry("$.ce", TelemetryHeaders.CONTENT_ENCODING),
          Map.entry("$.schema", TelemetryHeaders.MESSAGE_SCHEMA),
          Map.entry("$.ctime", TelemetryHeaders.CREATION_TIME_UTC),
          Map.entry("$.ifid", TelemetryHeaders.INTERFACE_ID),
          Map.entry("$.sub", TelemetryHeaders.DT_SUBJECT));

  /**
   * What a device may not say of itself ({@code $.cdid}, {@code $.cmid}: the hub knows better),
   * what only modules mean ({@code $.on}), and the tracing that the hub does not keep.
   */
  private static final Set<String> IGNORED =
      Set.of("$.cdid", "$.cmid", "$.on", "$.diagid", "$.diagctx", "$.tracestate");

  private MqttMessages() {}

  /**
   * @param bag as it came
   * @param modelId of the connection; null when it has none
   */
  static DeviceMessage message(PublishPacket packet, String bag, String modelId) {
    return message(new DeviceMessage.Builder(), packet, bag, modelId);
  }

  /** MQTT-08. */
  static DeviceMessage will(PublishPacket packet, String bag, String modelId) {
    return message(
        new DeviceMessage.Builder().property("iothub-MessageType", "Will"), packet, bag, modelId);
  }

  /** What the hub says of the message comes first, so that it counts. */
  private static DeviceMessage message(
      DeviceMessage.Builder message, PublishPacket packet, String bag, String modelId) {
    if (packet.getRetain()) {
      message.property(RETAIN, "true");
    }
    if (modelId != null) {
      message.system(TelemetryHeaders.DT_DATASCHEMA, modelId);
    }
    TopicBag.read(
        bag,
        (key, value) -> {
          String header = SYSTEM.get(key);
          if (header != null) {
            message.system(header, value);
          } else if (!IGNORED.contains(key)) {
            message.property(key, value);
          }
        });
    return message.build(bytes(packet));
  }

  static byte[] bytes(PublishPacket packet) {
    ByteBuffer payload = packet.getPayload().orElse(ByteBuffer.allocate(0)).slice();
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    return bytes;
  }
}
