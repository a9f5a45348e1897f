package io.weir.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.packets.auth.ModifiableDefaultPermissions;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.packets.general.MqttVersion;
import com.hivemq.extension.sdk.api.services.publish.PublishService;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import com.hivemq.extension.sdk.api.services.subscription.SubscriptionStore;
import io.weir.device.error.HubError;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.edge.auth.DeviceAuthenticator;
import io.weir.edge.connection.CommandList;
import io.weir.edge.connection.ConnectionRegistry;
import io.weir.edge.connection.SettableLease;
import io.weir.edge.operations.OperationRecord;
import io.weir.edge.telemetry.TelemetryPublisher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MqttAuthenticatorTest {
  private final CompletableFuture<Optional<Identity>> identity = new CompletableFuture<>();
  private final ConnectionRegistry registry =
      new ConnectionRegistry(new SettableLease(), new CommandList(), Clock.systemUTC());
  private final MqttSessions sessions =
      new MqttSessions(Sdk.fake(ClientService.class, Map.of()), registry, () -> 0);
  private final BlockingQueue<OperationRecord> operations = new LinkedBlockingQueue<>();
  private final BlockingQueue<ConnackReasonCode> refusals = new LinkedBlockingQueue<>();
  private final Sdk.Held<SimpleAuthOutput> step = new Sdk.Held<>();

  @AfterEach
  void close() {
    sessions.close();
    registry.close();
  }

  @Test
  @DisplayName("MQTT-05: a store that does not answer holds a client id back for about a second")
  void doesNotWaitForTheStore() throws Exception {
    long asked = System.nanoTime();
    connect("SharedAccessSignature sr=hub.local&sig=" + "x".repeat(43) + "%3d&se=4102444800");
    assertThat(refusals.poll(10, TimeUnit.SECONDS)).isEqualTo(ConnackReasonCode.SERVER_UNAVAILABLE);
    assertThat(Duration.ofNanos(System.nanoTime() - asked))
        .isBetween(Duration.ofMillis(500), Duration.ofSeconds(5));
    assertThat(operations.poll(10, TimeUnit.SECONDS))
        .extracting(OperationRecord::error)
        .isEqualTo(HubError.SERVICE_UNAVAILABLE);
    assertThat(operations).isEmpty();
    assertThat(registry.size()).isZero();
  }

  private void connect(String password) {
    DeviceAuthenticator authenticator =
        new DeviceAuthenticator(
            List.of("hub.local"), List.of(), id -> identity, (id, key) -> "", Clock.systemUTC());
    TelemetryPublisher telemetry =
        new TelemetryPublisher(
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()),
            "t",
            Clock.systemUTC());
    MqttAuthenticator judge =
        new MqttAuthenticator(
            sessions,
            registry,
            authenticator,
            telemetry,
            new SettableLease(),
            Sdk.fake(PublishService.class, Map.of()),
            new MqttRestore(Sdk.fake(SubscriptionStore.class, Map.of()), new CommandList(), null),
            new MqttOperations(operations::add, Clock.systemUTC()));
    ConnectionInformation socket = Sdk.socket();
    sessions.start(socket, "d", false, null);
    ConnectPacket packet =
        Sdk.fake(
            ConnectPacket.class,
            Map.of(
                "getClientId", arguments -> "d",
                "getMqttVersion", arguments -> MqttVersion.V_3_1_1,
                "getUserName", arguments -> Optional.of("hub.local/d/?api-version=2021-04-12"),
                "getPassword",
                    arguments ->
                        Optional.of(ByteBuffer.wrap(password.getBytes(StandardCharsets.UTF_8)))));
    judge.onConnect(
        Sdk.fake(
            SimpleAuthInput.class,
            Map.of(
                "getConnectPacket", arguments -> packet,
                "getConnectionInformation", arguments -> socket)),
        output());
  }

  private SimpleAuthOutput output() {
    ModifiableDefaultPermissions permissions =
        Sdk.fake(
            ModifiableDefaultPermissions.class,
            Map.of("clear", arguments -> null, "setDefaultBehaviour", arguments -> null));
    SimpleAuthOutput[] self = new SimpleAuthOutput[1];
    Async<SimpleAuthOutput> async =
        new Async<>() {
          @Override
          public void resume() {
            step.resume();
          }

          @Override
          public SimpleAuthOutput getOutput() {
            return self[0];
          }

          @Override
          public Status getStatus() {
            return step.getStatus();
          }
        };
    self[0] =
        Sdk.fake(
            SimpleAuthOutput.class,
            Map.of(
                "getDefaultPermissions", arguments -> permissions,
                "async", arguments -> async,
                "failAuthentication",
                    arguments -> {
                      refusals.add((ConnackReasonCode) arguments[0]);
                      return null;
                    }));
    return self[0];
  }
}
