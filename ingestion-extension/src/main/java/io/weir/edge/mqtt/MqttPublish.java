package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.interceptor.publish.PublishInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundOutput;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import io.weir.device.error.HubError;
import io.weir.edge.connection.DeviceConnection;
import io.weir.edge.mqtt.MqttSession.Admission;
import io.weir.edge.telemetry.DeviceMessage;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
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
  private final MqttTwins twins;
  private final Consumer<DeviceConnection> activity;
  private final MqttOperations operations;

  /**
   * @param activity is told of each message
   */
  MqttPublish(
      MqttSession session,
      MqttTwins twins,
      Consumer<DeviceConnection> activity,
      MqttOperations operations) {
    this.session = session;
    this.activity = activity;
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
    if (packet.getQos() == Qos.EXACTLY_ONCE) {
      return refuse(packet, HubError.INVALID_OPERATION, "QoS 2 is not served (MQTT-14).");
    }
    Admission admission = session.admission();
    DeviceTopic topic = DeviceTopic.of(admission.events(), packet.getTopic());
    if (topic instanceof DeviceTopic.Telemetry own) {
      return send(packet, admission, MqttMessages.message(packet, own.bag(), admission.modelId()));
    }
    if (topic instanceof DeviceTopic.Foreign) {
      return refuse(
          packet,
          HubError.INVALID_OPERATION,
          "The device may not publish to this topic (MQTT-16).");
    }
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    if (!acknowledgeAfter(packet, CompletableFuture.completedFuture(null), acknowledged)) {
      return false;
    }
    if (topic instanceof DeviceTopic.TwinRequest request) {
      activity.accept(admission.connection());
      twins.handle(session, request, MqttMessages.bytes(packet), acknowledged);
    }
    return true;
  }

  private boolean send(PublishPacket packet, Admission admission, DeviceMessage message) {
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
    CompletableFuture<Void> stored = new CompletableFuture<>();
    if (!admission.sender().hasRoomFor(message)) {
      return refuse(packet, HubError.THROTTLED, "Too much of this device waits to be stored.");
    }
    if (!acknowledgeAfter(packet, stored, new CompletableFuture<>())) {
      return false;
    }
    int size = message.size();
    activity.accept(admission.connection());
    admission
        .sender()
        .publish(
            message,
            failure -> {
              if (failure == null) {
                stored.complete(null);
              } else {
                lost(admission.connection(), size);
                stored.completeExceptionally(failure);
              }
            });
    return true;
  }

  private void lost(DeviceConnection connection, int size) {
    if (connection.isOpen()) {
      operations.messageRefused(
          connection, HubError.SERVICE_UNAVAILABLE, "The message could not be stored.", size);
      connection.close(HubError.SERVICE_UNAVAILABLE);
    }
  }

  /**
   * @param acknowledged is completed when the PUBACK is let go, or at once when there is none; what
   *     is published from then on comes behind it, see {@link MqttOrder}
   */
  private boolean acknowledgeAfter(
      PublishPacket packet, CompletableFuture<Void> stored, CompletableFuture<Void> acknowledged) {
    if (packet.getQos() != Qos.AT_LEAST_ONCE) {
      acknowledged.complete(null);
      return true;
    }
    return session.await(new MqttSession.Unacknowledged(packet.getPacketId(), stored, acknowledged))
        || refuse(packet, HubError.THROTTLED, "Too many messages wait to be acknowledged.");
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
