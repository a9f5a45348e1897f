package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.interceptor.puback.parameter.PubackOutboundInput;
import com.hivemq.extension.sdk.api.interceptor.puback.parameter.PubackOutboundOutput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundOutput;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.puback.PubackPacket;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import com.hivemq.extension.sdk.api.services.publish.PublishService;
import io.weir.device.error.HubError;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.identity.TwinKey;
import io.weir.edge.auth.AuthMethod;
import io.weir.edge.auth.Verdict;
import io.weir.edge.connection.CommandList;
import io.weir.edge.connection.ConnectionRegistry;
import io.weir.edge.connection.DeviceConnection;
import io.weir.edge.connection.Listening;
import io.weir.edge.connection.SettableLease;
import io.weir.edge.operations.OperationRecord;
import io.weir.edge.telemetry.TelemetryPublisher;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One admitted connection of device {@code d}, with a Kafka that answers when the test says so. */
final class HeadFixture implements AutoCloseable {
  static final TwinKey D = TwinKey.device("d");
  static final String EVENTS = "devices/d/messages/events/";

  final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  final SettableLease lease = new SettableLease();
  final List<OperationRecord> operations = new ArrayList<>();
  final MqttSession session = new MqttSession("token", "d", false, null);
  final DeviceConnection connection;

  private final ConnectionRegistry registry =
      new ConnectionRegistry(lease, new CommandList(), Clock.systemUTC());
  private final MqttPublish publish;
  private final MqttPuback puback = new MqttPuback(session, lease);

  HeadFixture() {
    Verdict.Admitted admitted = admitted("d");
    connection =
        registry.admit(
            registry.begin(D),
            admitted,
            new ConnectionRegistry.Request("Mqtt", false, null),
            new Listening(reason -> {}));
    session.admitted(
        new MqttSession.Admission(
            connection,
            new TelemetryPublisher(kafka, "t", Clock.systemUTC()).sender(admitted),
            DeviceTopic.events(D),
            null,
            null));
    publish =
        new MqttPublish(
            session,
            new MqttTwins(Sdk.fake(PublishService.class, Map.of()), null),
            registry::active,
            new MqttOperations(operations::add, Clock.systemUTC()));
  }

  static Verdict.Admitted admitted(String deviceId) {
    return new Verdict.Admitted(
        new Identity(deviceId, "1", "e", Status.ENABLED, null, 0, new Authentication.None(), 1),
        null,
        AuthMethod.DEVICE_SAS);
  }

  /** What the broker does with a PUBLISH: SUCCESS leads to a PUBACK, anything else to a close. */
  AckReasonCode publish(String topic, Qos qos, int packetId, byte[] payload) {
    return publish(topic, qos, packetId, payload, false);
  }

  AckReasonCode publish(String topic, Qos qos, int packetId, byte[] payload, boolean retain) {
    PublishPacket packet =
        Sdk.fake(
            PublishPacket.class,
            Map.of(
                "getTopic", arguments -> topic,
                "getQos", arguments -> qos,
                "getPacketId", arguments -> packetId,
                "getRetain", arguments -> retain,
                "getPayload", arguments -> Optional.of(ByteBuffer.wrap(payload))));
    List<AckReasonCode> prevented = new ArrayList<>();
    publish.onInboundPublish(
        Sdk.fake(PublishInboundInput.class, Map.of("getPublishPacket", arguments -> packet)),
        Sdk.fake(
            PublishInboundOutput.class,
            Map.of(
                "preventPublishDelivery",
                arguments -> {
                  prevented.add((AckReasonCode) arguments[0]);
                  return null;
                })));
    if (prevented.size() != 1) {
      throw new AssertionError("the message goes on into the broker: " + prevented);
    }
    return prevented.get(0);
  }

  /** A PUBACK on its way out; it has left when the answer is not held. */
  Sdk.Held<PubackOutboundOutput> puback(int packetId) {
    Sdk.Held<PubackOutboundOutput> held = new Sdk.Held<>();
    boolean[] asynchronous = new boolean[1];
    PubackPacket packet =
        Sdk.fake(PubackPacket.class, Map.of("getPacketIdentifier", arguments -> packetId));
    puback.onOutboundPuback(
        Sdk.fake(PubackOutboundInput.class, Map.of("getPubackPacket", arguments -> packet)),
        Sdk.fake(
            PubackOutboundOutput.class,
            Map.of(
                "async",
                arguments -> {
                  asynchronous[0] = true;
                  if (((Duration) arguments[0]).compareTo(Duration.ofMinutes(1)) < 0) {
                    throw new AssertionError("the PUBACK leaves after " + arguments[0]);
                  }
                  return held;
                })));
    if (!asynchronous[0]) {
      held.resume();
    }
    return held;
  }

  List<HubError> refusals() {
    return operations.stream().map(OperationRecord::error).toList();
  }

  @Override
  public void close() {
    registry.close();
  }
}
