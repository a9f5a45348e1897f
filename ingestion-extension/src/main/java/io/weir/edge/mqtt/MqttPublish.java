package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.interceptor.publish.PublishInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundOutput;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import io.weir.device.error.HubError;
import io.weir.edge.connection.DeviceConnection;
import io.weir.edge.telemetry.DeviceMessage;
import io.weir.edge.telemetry.TelemetryPublisher;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every PUBLISH of one connection out of the broker. Since the broker checks permissions only
 * on what it goes on with, topic, QoS and size are checked here (MQTT-10, 14..17).
 *
 * <p>It never waits: the write to Kafka is started here, and {@link MqttPuback} waits for it. And
 * it never throws, since the broker would acknowledge what an interceptor failed on.
 */
final class MqttPublish implements PublishInboundInterceptor {

  private static final Logger LOG = LoggerFactory.getLogger(MqttPublish.class);

  private final MqttSession session;
  private final TelemetryPublisher telemetry;
  private final TwinRefusals twins;
  private final MqttOperations operations;

  MqttPublish(
      MqttSession session,
      TelemetryPublisher telemetry,
      TwinRefusals twins,
      MqttOperations operations) {
    this.session = session;
    this.telemetry = telemetry;
    this.twins = twins;
    this.operations = operations;
  }

  @Override
  public void onInboundPublish(PublishInboundInput input, PublishInboundOutput output) {
    boolean consumed = false;
    try {
      consumed = session.accepts() && consume(input.getPublishPacket());
    } catch (RuntimeException | LinkageError e) {
      LOG.error("A message of '{}' could not be handled", session.clientId(), e);
      session.close(HubError.SERVER_ERROR);
    } finally {
      output.preventPublishDelivery(
          consumed ? AckReasonCode.SUCCESS : AckReasonCode.UNSPECIFIED_ERROR);
    }
  }

  /** False when the connection has to end without an acknowledgement. */
  private boolean consume(PublishPacket packet) {
    DeviceConnection connection = session.connection();
    if (packet.getQos() == Qos.EXACTLY_ONCE) {
      return refuse(packet, HubError.INVALID_OPERATION, "QoS 2 is not served (MQTT-14).");
    }
    DeviceTopic topic = DeviceTopic.of(connection.deviceId(), packet.getTopic());
    if (topic instanceof DeviceTopic.Telemetry own) {
      DeviceMessage message = MqttMessages.message(packet, own.bag(), session.modelId());
      if (message.tooLarge()) {
        return refuse(
            packet,
            HubError.MESSAGE_TOO_LARGE,
            "message size: "
                + message.size()
                + " (expected: at most "
                + DeviceMessage.MAX_SIZE
                + ", properties included)");
      }
      acknowledgeAfter(packet, send(connection, message));
      return true;
    }
    if (topic instanceof DeviceTopic.Foreign) {
      return refuse(
          packet,
          HubError.INVALID_OPERATION,
          "The device may not publish to this topic (MQTT-16).");
    }
    if (topic instanceof DeviceTopic.TwinRequest request) {
      twins.refuse(session.clientId(), request);
    }
    acknowledgeAfter(packet, CompletableFuture.completedFuture(null));
    return true;
  }

  private CompletableFuture<Void> send(DeviceConnection connection, DeviceMessage message) {
    CompletableFuture<Void> sent = telemetry.publish(connection.admission(), message);
    var unused =
        sent.whenComplete(
            (done, failure) -> {
              if (failure != null && connection.isOpen()) {
                operations.messageRefused(
                    connection,
                    HubError.SERVICE_UNAVAILABLE,
                    "The message could not be stored.",
                    message.size());
                connection.close(HubError.SERVICE_UNAVAILABLE);
              }
            });
    return sent;
  }

  private void acknowledgeAfter(PublishPacket packet, CompletableFuture<Void> sent) {
    if (packet.getQos() == Qos.AT_LEAST_ONCE) {
      session.await(packet.getPacketId(), sent);
    }
  }

  private boolean refuse(PublishPacket packet, HubError error, String reason) {
    operations.messageRefused(
        session.connection(),
        error,
        reason,
        packet.getPayload().map(payload -> payload.remaining()).orElse(0));
    session.close(error);
    return false;
  }
}
