package io.weir.edge.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.command.Command;
import io.weir.device.connection.ConnectionId;
import io.weir.device.error.HubError;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.TwinJson;
import io.weir.edge.auth.AuthMethod;
import io.weir.edge.auth.Verdict;
import io.weir.edge.node.HubException;
import io.weir.edge.node.LeaseState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ConnectionRegistryTest {
  private static final TwinKey D = TwinKey.device("d");
  private static final ConnectionRegistry.Request MQTT =
      new ConnectionRegistry.Request("Mqtt", false, null);
  private final SettableLease lease = new SettableLease();
  private final CommandList commands = new CommandList();
  private final ConnectionRegistry registry =
      new ConnectionRegistry(lease, commands, Clock.systemUTC());
  private final List<HubError> closed = new java.util.concurrent.CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void rule6AdmissionTellsTheWriterAndDoesNotWait() {
    DeviceConnection connection = admit(10, null);
    assertThat(connection.isOpen()).isTrue();
    assertThat(commands.told())
        .containsExactly(new Command.Connect(connection.id(), lease.address(), "Mqtt", 10, null));
    registry.ended(connection);
    registry.ended(connection);
    assertThat(commands.told()).hasSize(2).contains(new Command.Disconnect(connection.id()));
    assertThat(registry.size()).isZero();
  }

  @Test
  @DisplayName("log rule 6: admission does not wait for the log")
  void admitsBeforeTheLogHasTheConnect() {
    CompletableFuture<Void> log = new CompletableFuture<>();
    commands.outcomeOfSends(log);
    DeviceConnection connection = admit(10, null);
    assertThat(connection.isOpen()).isTrue();
    log.complete(null);
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  @DisplayName("log rule 6: a connection that the one writer does not learn of is closed")
  void closesWhenTheConnectIsLost() {
    CompletableFuture<Void> log = new CompletableFuture<>();
    commands.outcomeOfSends(log);
    DeviceConnection connection = admit(10, null);
    log.completeExceptionally(new HubException(HubError.SERVICE_UNAVAILABLE, "not sent"));
    assertThat(connection.closedFor()).isEqualTo(HubError.SERVICE_UNAVAILABLE);
    assertThat(closed).containsExactly(HubError.SERVICE_UNAVAILABLE);
  }

  @Test
  @DisplayName("log rule 7: the end of a connection is told until the log has it")
  void tellsTheEndUntilItIsKnown() {
    DeviceConnection connection = admit(10, null);
    commands.outcomeOfSends(
        CompletableFuture.failedFuture(new HubException(HubError.SERVICE_UNAVAILABLE, "not sent")));
    registry.ended(connection);
    commands.outcomeOfSends(CompletableFuture.completedFuture(null));
    Command.Disconnect end = new Command.Disconnect(connection.id());
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(commands.told()).filteredOn(end::equals).hasSizeGreaterThan(1));
    assertThat(commands.told()).filteredOn(end::equals).hasSize(2);
  }

  @Test
  @DisplayName("log rule 6: when the Connect is lost at once, nobody is admitted")
  void refusesWhenTheConnectIsLostAtOnce() {
    commands.outcomeOfSends(
        CompletableFuture.failedFuture(
            new HubException(HubError.SERVICE_UNAVAILABLE, "too many commands")));
    assertThatThrownBy(() -> admit(10, null)).isInstanceOf(HubException.class);
    assertThat(registry.size()).isZero();
  }

  @Test
  @DisplayName("AUTH-10: a token that ends while its device is let in admits nobody")
  void refusesWhatHasExpired() {
    assertThatThrownBy(() -> admit(10, Instant.now().minusSeconds(1)))
        .isInstanceOfSatisfying(
            HubException.class,
            refusal -> assertThat(refusal.error()).isEqualTo(HubError.TOKEN_EXPIRED));
    assertThat(registry.size()).isZero();
  }

  @Test
  @DisplayName("AUTH-10: a node that goes down admits nobody whose end it could not watch")
  void refusesWhenGoingDown() {
    registry.close();
    assertThatThrownBy(() -> admit(10, Instant.now().plusSeconds(60)))
        .isInstanceOf(HubException.class);
    assertThat(registry.size()).isZero();
  }

  @Test
  @DisplayName("log rule 7: a connection that cannot be closed well does not keep the others")
  void closesAllWhateverOneOfThemThrows() {
    List<DeviceConnection> connections = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      connections.add(
          registry.admit(
              registry.begin(D),
              admitted(10, null),
              MQTT,
              new Listening(
                  reason -> {
                    throw new IllegalStateException("the broker is gone");
                  })));
    }
    registry.close(D, connections.get(0).id(), HubError.CONNECTION_TAKEN_OVER);
    registry.revoke(D, 11);
    assertThat(connections).noneMatch(DeviceConnection::isOpen);
    DeviceConnection last = admit(11, null);
    registry.closeAll(HubError.SERVICE_UNAVAILABLE);
    assertThat(last.isOpen()).isFalse();
  }

  @Test
  @DisplayName("log rule 2: the one writer learns when the connection has to end")
  void rule2TheWriterLearnsWhenTheConnectionHasToEnd() {
    Instant expiry = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.MILLIS);
    DeviceConnection soon = admit(10, expiry);
    DeviceConnection never = admit(10, Instant.ofEpochSecond(9_999_999_999_999_999L));
    assertThat(commands.told())
        .containsExactly(
            new Command.Connect(soon.id(), lease.address(), "Mqtt", 10, expiry.toEpochMilli()),
            new Command.Connect(never.id(), lease.address(), "Mqtt", 10, null));
  }

  @Test
  void rule7ARevocationBetweenTheReadAndTheAdmissionIsNotMissed() {
    ConnectionRegistry.Entrant entrant = registry.begin(D);
    registry.revoke(D, 11);
    assertThatThrownBy(
            () -> registry.admit(entrant, admitted(10, null), MQTT, new Listening(closed::add)))
        .isInstanceOf(HubException.class);
    assertThat(registry.size()).isZero();
    assertThat(commands.told()).isEmpty();
    ConnectionRegistry.Entrant reread = registry.begin(D);
    registry.revoke(D, 11);
    assertThat(
            registry.admit(reread, admitted(11, null), MQTT, new Listening(closed::add)).isOpen())
        .isTrue();
  }

  @Test
  void rule7ARevocationClosesWhatAuthenticatedBefore() {
    DeviceConnection connection = admit(10, null);
    registry.revoke(D, 10);
    registry.revoke(TwinKey.device("other"), Long.MAX_VALUE);
    assertThat(connection.isOpen()).isTrue();
    registry.revoke(D, 11);
    registry.revoke(D, Long.MAX_VALUE);
    assertThat(connection.isOpen()).isFalse();
    assertThat(closed).containsExactly(HubError.UNAUTHORIZED);
  }

  @Test
  void rule7RacingRevocationsNeverLeaveAnOpenConnection() throws Exception {
    for (int round = 0; round < 2_000; round++) {
      // The row is written before the revocation is sent; the reader may see the old or the new.
      AtomicLong row = new AtomicLong(1);
      CyclicBarrier start = new CyclicBarrier(2);
      CompletableFuture<DeviceConnection> entering =
          CompletableFuture.supplyAsync(
              () -> {
                await(start);
                ConnectionRegistry.Entrant entrant = registry.begin(D);
                try {
                  return registry.admit(
                      entrant, admitted(row.get(), null), MQTT, new Listening(reason -> {}));
                } catch (HubException e) {
                  return null;
                }
              });
      await(start);
      row.set(2);
      registry.revoke(D, 2);
      DeviceConnection connection = entering.get(10, TimeUnit.SECONDS);
      if (connection != null) {
        assertThat(
                connection.isOpen() && connection.admission().identity().authenticatedSince() < 2)
            .isFalse();
        registry.ended(connection);
      }
    }
    assertThat(registry.size()).isZero();
  }

  @Test
  void rule7AStaleLeaseAdmitsNobodyAndALapsedOneClosesEverything() {
    DeviceConnection connection = admit(10, null);
    lease.become(LeaseState.STALE);
    assertThatThrownBy(() -> admit(10, null)).isInstanceOf(HubException.class);
    assertThat(connection.isOpen()).isTrue();
    ConnectionRegistry.Entrant entering = registry.begin(D);
    registry.closeAll(HubError.SERVICE_UNAVAILABLE);
    assertThat(closed).containsExactly(HubError.SERVICE_UNAVAILABLE);
    lease.become(LeaseState.LIVE);
    assertThatThrownBy(
            () -> registry.admit(entering, admitted(99, null), MQTT, new Listening(closed::add)))
        .isInstanceOf(HubException.class);
  }

  @Test
  void mqtt06OnlyTheNamedConnectionIsClosed() {
    DeviceConnection first = admit(10, null);
    DeviceConnection second = admit(10, null);
    assertThat(registry.isSuperseded(first)).isTrue();
    assertThat(registry.isSuperseded(second)).isFalse();
    registry.close(D, first.id(), HubError.CONNECTION_TAKEN_OVER);
    registry.close(D, new ConnectionId("elsewhere", 1), HubError.CONNECTION_TAKEN_OVER);
    assertThat(first.closedFor()).isEqualTo(HubError.CONNECTION_TAKEN_OVER);
    assertThat(second.isOpen()).isTrue();
  }

  @Test
  @DisplayName("MQTT-36, MQTT-37: the named connection learns of desired properties while open")
  void tellsTheHolderOfDesiredProperties() {
    Listening first = new Listening(closed::add);
    Listening second = new Listening(closed::add);
    DeviceConnection loser = registry.admit(registry.begin(D), admitted(10, null), MQTT, first);
    DeviceConnection holder = registry.admit(registry.begin(D), admitted(10, null), MQTT, second);

    tell(D, holder.id(), 3);
    tell(D, new ConnectionId("elsewhere", 1), 4);
    tell(TwinKey.device("other"), holder.id(), 5);
    registry.close(D, loser.id(), HubError.CONNECTION_TAKEN_OVER);
    tell(D, loser.id(), 6);
    registry.ended(holder);
    tell(D, holder.id(), 7);

    assertThat(first.told()).isEmpty();
    assertThat(second.told()).containsExactly("3 {\"a\":null,\"$version\":3}");
  }

  @Test
  @DisplayName("MQTT-36: a listener that throws keeps its connection and the others'")
  void outlivesAListenerThatThrows() {
    DeviceConnection connection =
        registry.admit(
            registry.begin(D),
            admitted(10, null),
            MQTT,
            new DeviceListener() {
              @Override
              public void close(HubError reason) {
                closed.add(reason);
              }

              @Override
              public void desiredChanged(long version, ObjectNode properties) {
                throw new IllegalStateException("the broker is gone");
              }
            });
    tell(D, connection.id(), 3);
    assertThat(connection.isOpen()).isTrue();
    assertThat(closed).isEmpty();
  }

  @Test
  @DisplayName(
      "MQTT-50: a module's connection is its own: neither revoked, closed nor told as others")
  void modulesHaveConnectionsOfTheirOwn() {
    TwinKey m = new TwinKey("d", "m");
    Listening ofModule = new Listening(closed::add);
    DeviceConnection module =
        registry.admit(registry.begin(m), admitted(m, 10, null), MQTT, ofModule);
    DeviceConnection device = admit(10, null);
    assertThat(registry.isSuperseded(module)).isFalse();

    tell(D, module.id(), 3);
    tell(m, module.id(), 4);
    assertThat(ofModule.told()).containsExactly("4 {\"a\":null,\"$version\":4}");
    registry.revoke(D, 11);
    assertThat(device.isOpen()).isFalse();
    assertThat(module.isOpen()).isTrue();
    registry.close(D, module.id(), HubError.CONNECTION_TAKEN_OVER);
    assertThat(module.isOpen()).isTrue();
    registry.revoke(m, 11);
    assertThat(module.isOpen()).isFalse();
  }

  @Test
  @DisplayName("MQTT-25, PNP-01: the one writer learns of the session and the model")
  void tellsOfSessionAndModel() {
    DeviceConnection connection =
        registry.admit(
            registry.begin(D),
            admitted(10, null),
            new ConnectionRegistry.Request("Mqtt", true, "dtmi:example:Thermostat;1"),
            new Listening(closed::add));
    assertThat(commands.told())
        .containsExactly(
            new Command.Connect(
                connection.id(),
                lease.address(),
                "Mqtt",
                10,
                null,
                true,
                "dtmi:example:Thermostat;1"));
  }

  private void tell(TwinKey key, ConnectionId connection, long version) {
    ObjectNode properties = (ObjectNode) TwinJson.parse("{\"a\":null}");
    registry.desiredChanged(key, connection, version, properties.put("$version", version));
  }

  @Test
  void auth10TheEndOfTheTokenClosesTheConnection() {
    DeviceConnection connection = admit(10, Instant.now().plusMillis(150));
    DeviceConnection lasting = admit(10, Instant.ofEpochSecond(253402300799L));
    assertThat(connection.isOpen()).isTrue();
    Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> !connection.isOpen());
    assertThat(connection.closedFor()).isEqualTo(HubError.TOKEN_EXPIRED);
    assertThat(lasting.isOpen()).isTrue();
  }

  private DeviceConnection admit(long authenticatedSince, Instant expiry) {
    return registry.admit(
        registry.begin(D), admitted(authenticatedSince, expiry), MQTT, new Listening(closed::add));
  }

  private static Verdict.Admitted admitted(long authenticatedSince, Instant expiry) {
    return admitted(D, authenticatedSince, expiry);
  }

  private static Verdict.Admitted admitted(TwinKey key, long authenticatedSince, Instant expiry) {
    return new Verdict.Admitted(
        new Identity(
            key.deviceId(),
            "1",
            "e",
            Status.ENABLED,
            null,
            0,
            new Authentication.None(),
            authenticatedSince,
            key.moduleId(),
            null,
            null),
        expiry,
        AuthMethod.DEVICE_SAS);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
