package io.weir.edge.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.device.command.Command;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.error.HubError;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.state.Answer;
import io.weir.edge.auth.AuthMethod;
import io.weir.edge.auth.Verdict;
import io.weir.edge.node.CommandBus;
import io.weir.edge.node.HubException;
import io.weir.edge.node.LeaseState;
import io.weir.edge.node.NodeLease;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionRegistryTest {
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
    assertThat(commands.told)
        .containsExactly(new Command.Connect(connection.id(), lease.address(), "Mqtt", 10, null));
    registry.ended(connection);
    registry.ended(connection);
    assertThat(commands.told).hasSize(2).contains(new Command.Disconnect(connection.id()));
    assertThat(registry.size()).isZero();
  }

  @Test
  void rule2TheWriterLearnsWhenTheConnectionHasToEnd() {
    Instant expiry = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.MILLIS);
    DeviceConnection soon = admit(10, expiry);
    DeviceConnection never = admit(10, Instant.ofEpochSecond(9_999_999_999_999_999L));
    assertThat(commands.told)
        .containsExactly(
            new Command.Connect(soon.id(), lease.address(), "Mqtt", 10, expiry.toEpochMilli()),
            new Command.Connect(never.id(), lease.address(), "Mqtt", 10, null));
  }

  @Test
  void rule7ARevocationBetweenTheReadAndTheAdmissionIsNotMissed() {
    ConnectionRegistry.Entrant entrant = registry.begin("d");
    registry.revoke("d", 11);
    assertThatThrownBy(() -> registry.admit(entrant, admitted(10, null), "Mqtt", closed::add))
        .isInstanceOf(HubException.class);
    assertThat(registry.size()).isZero();
    assertThat(commands.told).isEmpty();
    ConnectionRegistry.Entrant reread = registry.begin("d");
    registry.revoke("d", 11);
    assertThat(registry.admit(reread, admitted(11, null), "Mqtt", closed::add).isOpen()).isTrue();
  }

  @Test
  void rule7ARevocationClosesWhatAuthenticatedBefore() {
    DeviceConnection connection = admit(10, null);
    registry.revoke("d", 10);
    registry.revoke("other", Long.MAX_VALUE);
    assertThat(connection.isOpen()).isTrue();
    registry.revoke("d", 11);
    registry.revoke("d", Long.MAX_VALUE);
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
                ConnectionRegistry.Entrant entrant = registry.begin("d");
                try {
                  return registry.admit(entrant, admitted(row.get(), null), "Mqtt", reason -> {});
                } catch (HubException e) {
                  return null;
                }
              });
      await(start);
      row.set(2);
      registry.revoke("d", 2);
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
    lease.state = LeaseState.STALE;
    assertThatThrownBy(() -> admit(10, null)).isInstanceOf(HubException.class);
    assertThat(connection.isOpen()).isTrue();
    ConnectionRegistry.Entrant entering = registry.begin("d");
    registry.closeAll(HubError.SERVICE_UNAVAILABLE);
    assertThat(closed).containsExactly(HubError.SERVICE_UNAVAILABLE);
    lease.state = LeaseState.LIVE;
    assertThatThrownBy(() -> registry.admit(entering, admitted(99, null), "Mqtt", closed::add))
        .isInstanceOf(HubException.class);
  }

  @Test
  void mqtt06OnlyTheNamedConnectionIsClosed() {
    DeviceConnection first = admit(10, null);
    DeviceConnection second = admit(10, null);
    assertThat(registry.isSuperseded(first)).isTrue();
    assertThat(registry.isSuperseded(second)).isFalse();
    registry.close("d", first.id(), HubError.CONNECTION_TAKEN_OVER);
    registry.close("d", new ConnectionId("elsewhere", 1), HubError.CONNECTION_TAKEN_OVER);
    assertThat(first.closedFor()).isEqualTo(HubError.CONNECTION_TAKEN_OVER);
    assertThat(second.isOpen()).isTrue();
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
        registry.begin("d"), admitted(authenticatedSince, expiry), "Mqtt", closed::add);
  }

  private static Verdict.Admitted admitted(long authenticatedSince, Instant expiry) {
    return new Verdict.Admitted(
        new Identity(
            "d", "1", "e", Status.ENABLED, null, 0, new Authentication.None(), authenticatedSince),
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

  /** A lease whose state the test decides. */
  private static final class SettableLease implements NodeLease {
    private final AtomicLong counter = new AtomicLong();
    private volatile LeaseState state = LeaseState.LIVE;

    @Override
    public LeaseState state() {
      return state;
    }

    @Override
    public EdgeAddress address() {
      return new EdgeAddress(0, "i");
    }

    @Override
    public ConnectionId nextConnectionId() {
      return new ConnectionId("i", counter.incrementAndGet());
    }

    @Override
    public CompletionStage<Void> whenLive() {
      return CompletableFuture.completedStage(null);
    }
  }

  /** Keeps what the writer was told. */
  private static final class CommandList implements CommandBus {
    private final ConcurrentLinkedQueue<Command> told = new ConcurrentLinkedQueue<>();

    @Override
    public CompletionStage<Answer> call(String key, Command command) {
      return CompletableFuture.failedStage(new IllegalStateException("nobody answers"));
    }

    @Override
    public CompletionStage<Void> send(String key, Command command) {
      told.add(command);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void tell(String key, Command command) {
      told.add(command);
    }
  }
}
