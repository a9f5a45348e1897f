package io.weir.edge.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.command.Command;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;
import io.weir.edge.auth.Verdict;
import io.weir.edge.node.CommandBus;
import io.weir.edge.node.Connections;
import io.weir.edge.node.HubException;
import io.weir.edge.node.LeaseState;
import io.weir.edge.node.NodeLease;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which devices this node holds, and which are on the way in.
 *
 * <p><b>Why no revocation slips between the reading of an identity and the admission.</b> A device
 * enters this registry with {@link #begin} <em>before</em> its identity is read. A revocation is
 * sent after Cassandra has the row that caused it (design, "The log's rules" 3), so either this
 * node handles it before {@code begin}, and then the read that follows sees the new row; or after
 * it, and then it finds the entrant here and raises what {@link #admit} demands; or after {@code
 * admit}, and then it finds the connection. Each of the three takes the device's entry of one map
 * atomically.
 *
 * <p><b>Expiry.</b> One timer thread serves all connections.
 */
public final class ConnectionRegistry implements Connections, AutoCloseable {

  /** Timers are re-armed at least this often, so that no expiry is too far away for them. */
  private static final Duration LONGEST_DELAY = Duration.ofHours(12);

  /** Between two attempts to tell the log that a connection has ended. */
  private static final Duration REPORT_AGAIN = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionRegistry.class);

  private final NodeLease lease;
  private final CommandBus commands;
  private final Clock clock;
  private final ConcurrentMap<TwinKey, Entry> devices = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timer;

  public ConnectionRegistry(NodeLease lease, CommandBus commands, Clock clock) {
    this.lease = lease;
    this.commands = commands;
    this.clock = clock;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "weir-connection-expiry");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** A device on the way in; guarded by the map entry of its device. */
  public static final class Entrant {
    private final TwinKey key;
    private long revokedBelow = Long.MIN_VALUE;

    private Entrant(TwinKey key) {
      this.key = key;
    }
  }

  /**
   * What a device wants of its connection.
   *
   * @param protocol for people, such as {@code Mqtt}
   * @param keepsSession whether its subscriptions go on where they were (MQTT-25)
   * @param modelId that it says it is of (PNP-01); null when it says nothing
   */
  public record Request(String protocol, boolean keepsSession, String modelId) {}

  /** Mutated only inside the map's atomic operations. */
  private static final class Entry {
    private final List<Entrant> entrants = new ArrayList<>(1);
    private final List<DeviceConnection> connections = new ArrayList<>(1);

    Entry orNothing() {
      return entrants.isEmpty() && connections.isEmpty() ? null : this;
    }
  }

  /**
   * To be called before the device's identity is read; ends with {@link #admit} or {@link #drop}.
   */
  public Entrant begin(TwinKey key) {
    Entrant entrant = new Entrant(key);
    devices.compute(
        key,
        (id, present) -> {
          Entry entry = present == null ? new Entry() : present;
          entry.entrants.add(entrant);
          return entry;
        });
    return entrant;
  }

  /** The device does not come in. */
  public void drop(Entrant entrant) {
    devices.computeIfPresent(
        entrant.key,
        (id, entry) -> {
          entry.entrants.remove(entrant);
          return entry.orNothing();
        });
  }

  /**
   * Lets the device in, and tells the one writer without waiting for it (design, "The log's rules"
   * 6). When the log does not take what the writer has to know, the connection ends: nobody would
   * close it when its device connects elsewhere.
   *
   * @param request what the device wants of its connection
   * @param listener the protocol head's end of it
   * @throws HubException SERVICE_UNAVAILABLE when the node's lease is not live, or when the
   *     identity has changed since it was read: another attempt will see what it is now; the reason
   *     of the end when the connection has ended already
   */
  public DeviceConnection admit(
      Entrant entrant, Verdict.Admitted admission, Request request, DeviceListener listener) {
    DeviceConnection connection;
    EdgeAddress address;
    try {
      if (lease.state() != LeaseState.LIVE) {
        throw new HubException(HubError.SERVICE_UNAVAILABLE, "The node's lease is not live.");
      }
      address = lease.address();
      connection =
          new DeviceConnection(lease.nextConnectionId(), request.protocol(), admission, listener);
    } catch (HubException e) {
      drop(entrant);
      throw e;
    }
    boolean[] admitted = new boolean[1];
    devices.computeIfPresent(
        entrant.key,
        (id, entry) -> {
          entry.entrants.remove(entrant);
          if (admission.identity().authenticatedSince() >= entrant.revokedBelow) {
            entry.connections.add(connection);
            admitted[0] = true;
          }
          return entry.orNothing();
        });
    if (!admitted[0]) {
      throw new HubException(
          HubError.SERVICE_UNAVAILABLE, "The identity changed while the device connected.");
    }
    announce(connection, address, request);
    if (admission.expiry() != null) {
      armExpiry(connection, admission.expiry());
    }
    HubError closedFor = connection.closedFor();
    if (closedFor != null) {
      ended(connection);
      throw new HubException(closedFor, "The connection ended while the device was let in.");
    }
    return connection;
  }

  private void announce(DeviceConnection connection, EdgeAddress address, Request request) {
    var unused =
        commands
            .send(
                connection.key(),
                new Command.Connect(
                    connection.id(),
                    address,
                    connection.protocol(),
                    connection.admission().identity().authenticatedSince(),
                    connection.admission().expires(),
                    request.keepsSession(),
                    request.modelId()))
            .whenComplete(
                (sent, failure) -> {
                  if (failure != null) {
                    connection.close(HubError.SERVICE_UNAVAILABLE);
                  }
                });
  }

  private void armExpiry(DeviceConnection connection, Instant expiry) {
    Duration left = Duration.between(clock.instant(), expiry);
    if (left.isNegative() || left.isZero()) {
      connection.close(HubError.TOKEN_EXPIRED);
      return;
    }
    Duration delay = left.compareTo(LONGEST_DELAY) < 0 ? left : LONGEST_DELAY;
    try {
      connection.expiryTimer(
          timer.schedule(
              () -> armExpiry(connection, expiry), delay.toMillis() + 1, TimeUnit.MILLISECONDS));
    } catch (RejectedExecutionException e) {
      // This node is going down; nobody would end the connection in time.
      connection.close(HubError.SERVICE_UNAVAILABLE);
    }
  }

  /** The device was heard of; the one writer learns of it now and then. */
  public void active(DeviceConnection connection) {
    if (connection.isActivityDue(System.nanoTime())) {
      var unused =
          commands
              .send(connection.key(), new Command.ReportActivity(connection.id()))
              .exceptionally(
                  failure -> {
                    LOG.debug("An activity is not told", failure);
                    return null;
                  });
    }
  }

  /** The connection's socket is gone. */
  public void ended(DeviceConnection connection) {
    boolean[] removed = new boolean[1];
    devices.computeIfPresent(
        connection.key(),
        (id, entry) -> {
          removed[0] = entry.connections.remove(connection);
          return entry.orNothing();
        });
    connection.close(HubError.CONNECTION_CLOSED);
    connection.cancelExpiryTimer();
    if (removed[0]) {
      reportEnd(connection);
    }
  }

  /**
   * Until the log has it: the node's other devices keep its lease alive, so nobody else would ever
   * report this one. A repeat is harmless, since it names the connection.
   */
  private void reportEnd(DeviceConnection connection) {
    var unused =
        commands
            .send(connection.key(), new Command.Disconnect(connection.id()))
            .whenComplete(
                (sent, failure) -> {
                  if (failure != null) {
                    reportEndLater(connection);
                  }
                });
  }

  private void reportEndLater(DeviceConnection connection) {
    if (lease.state() == LeaseState.LAPSED) {
      // The node that is responsible for lapsed leases does it.
      return;
    }
    try {
      var unused =
          timer.schedule(
              () -> reportEnd(connection), REPORT_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Going down: the end of {} is left to its lease", connection.id(), e);
    }
  }

  @Override
  public void revoke(TwinKey key, long authenticatedSince) {
    List<DeviceConnection> losers = new ArrayList<>(1);
    devices.computeIfPresent(
        key,
        (id, entry) -> {
          raise(entry, authenticatedSince);
          for (DeviceConnection connection : entry.connections) {
            if (connection.admission().identity().authenticatedSince() < authenticatedSince) {
              losers.add(connection);
            }
          }
          return entry;
        });
    losers.forEach(connection -> connection.close(HubError.UNAUTHORIZED));
  }

  @Override
  public void close(TwinKey key, ConnectionId connection, HubError reason) {
    held(key, connection).forEach(loser -> loser.close(reason));
  }

  @Override
  public void desiredChanged(
      TwinKey key, ConnectionId connection, long version, ObjectNode properties) {
    held(key, connection).forEach(holder -> holder.desiredChanged(version, properties));
  }

  private List<DeviceConnection> held(TwinKey key, ConnectionId connection) {
    List<DeviceConnection> found = new ArrayList<>(1);
    devices.computeIfPresent(
        key,
        (id, entry) -> {
          entry.connections.stream()
              .filter(candidate -> candidate.id().equals(connection))
              .forEach(found::add);
          return entry;
        });
    return found;
  }

  /** Devices on the way in are turned away, too: they may have missed a revocation. */
  @Override
  public void closeAll(HubError reason) {
    List<DeviceConnection> all = new ArrayList<>();
    for (TwinKey key : devices.keySet()) {
      devices.computeIfPresent(
          key,
          (id, entry) -> {
            raise(entry, Long.MAX_VALUE);
            all.addAll(entry.connections);
            return entry;
          });
    }
    all.forEach(connection -> connection.close(reason));
  }

  private static void raise(Entry entry, long authenticatedSince) {
    for (Entrant entrant : entry.entrants) {
      entrant.revokedBelow = Math.max(entrant.revokedBelow, authenticatedSince);
    }
  }

  /** Whether another connection of the device was admitted after this one, and is open. */
  public boolean isSuperseded(DeviceConnection connection) {
    boolean[] superseded = new boolean[1];
    devices.computeIfPresent(
        connection.key(),
        (id, present) -> {
          int index = present.connections.indexOf(connection);
          superseded[0] =
              index >= 0
                  && present.connections.stream()
                      .skip(index + 1L)
                      .anyMatch(DeviceConnection::isOpen);
          return present;
        });
    return superseded[0];
  }

  /** How many connections are held. */
  public int size() {
    return devices.values().stream().mapToInt(entry -> entry.connections.size()).sum();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
