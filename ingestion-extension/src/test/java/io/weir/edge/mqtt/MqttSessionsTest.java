package io.weir.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.extension.sdk.api.services.session.ClientService;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;
import io.weir.edge.auth.Verdict;
import io.weir.edge.connection.CommandList;
import io.weir.edge.connection.ConnectionRegistry;
import io.weir.edge.connection.DeviceConnection;
import io.weir.edge.connection.Listening;
import io.weir.edge.connection.SettableLease;
import io.weir.edge.telemetry.TelemetryPublisher;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MqttSessionsTest {
  private final CompletableFuture<Boolean> found = CompletableFuture.completedFuture(true);
  private final AtomicLong bytesRead = new AtomicLong();
  private final ConnectionRegistry registry =
      new ConnectionRegistry(new SettableLease(), new CommandList(), Clock.systemUTC());
  private final MqttSessions sessions =
      new MqttSessions(
          Sdk.fake(ClientService.class, Map.of("disconnectClient", arguments -> found)),
          registry,
          bytesRead::get);
  private final TelemetryPublisher telemetry =
      new TelemetryPublisher(
          new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()),
          "t",
          Clock.systemUTC());

  @AfterEach
  void close() {
    sessions.close();
    registry.close();
  }

  @Test
  @DisplayName("MQTT-14: what the broker reads behind a held PUBACK is bounded")
  void boundsWhatIsReadWhileAPubackWaits() {
    MqttSession waiting = admitted("waiting");
    MqttSession quiet = admitted("quiet");
    waiting.waiting(true);
    Awaitility.await()
        .atMost(10, TimeUnit.SECONDS)
        .pollInterval(20, TimeUnit.MILLISECONDS)
        .until(
            () -> {
              bytesRead.addAndGet(1024 * 1024);
              return !waiting.accepts();
            });
    assertThat(waiting.connection().closedFor()).isEqualTo(HubError.SERVICE_UNAVAILABLE);
    assertThat(bytesRead.get()).isGreaterThan(64L * 1024 * 1024);
    assertThat(quiet.accepts()).isTrue();
  }

  @Test
  @DisplayName(
      "MQTT-14: a step that is held goes on when the broker says that the socket is closed")
  void releasesWhatIsHeldOnceClosed() {
    MqttSession session = admitted("d");
    Sdk.Held<Object> held = new Sdk.Held<>();
    session.hold(held);
    assertThat(held.isHeld()).isTrue();
    session.close(HubError.SERVER_ERROR);
    assertThat(held.isHeld()).isFalse();
  }

  @Test
  @DisplayName("MQTT-14: a busy connection, whose PUBACKs wait a moment each, is not meant by that")
  void doesNotCountOverManyPubacks() {
    MqttSession session = new MqttSession("token", "d", false, null);
    for (int i = 0; i < 10; i++) {
      session.waiting(true);
      assertThat(session.readWhileWaiting(1_000)).isZero();
      session.waiting(false);
    }
    session.waiting(true);
    assertThat(session.readWhileWaiting(1_000)).isZero();
    assertThat(session.readWhileWaiting(1_000)).isEqualTo(1_000);
  }

  private MqttSession admitted(String deviceId) {
    MqttSession session = sessions.start(Sdk.socket(), deviceId, false, null);
    TwinKey key = TwinKey.device(deviceId);
    Verdict.Admitted admitted = HeadFixture.admitted(deviceId);
    DeviceConnection connection =
        registry.admit(
            registry.begin(key),
            admitted,
            new ConnectionRegistry.Request("Mqtt", false, null),
            new Listening(reason -> sessions.disconnect(session)));
    sessions.admitted(
        session,
        new MqttSession.Admission(
            connection, telemetry.sender(admitted), DeviceTopic.events(key), null, null));
    return session;
  }
}
