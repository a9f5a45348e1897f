package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.packets.connect.WillPublishPacket;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import io.weir.device.error.HubError;
import io.weir.edge.connection.ConnectionRegistry;
import io.weir.edge.connection.DeviceConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MQTT connections of this node. The broker names a client by its client id alone, and during a
 * take-over two sockets share it; so each socket carries a token of its own in its attributes.
 *
 * <p>Closing repeats until the socket is gone, since the broker may not know a connection yet that
 * was admitted a moment ago.
 */
final class MqttSessions implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MqttSessions.class);
  private static final String TOKEN = "weir-session";
  private static final Duration SWEEP = Duration.ofMillis(200);

  /** How long a PUBACK may wait for Kafka or for the node's lease. */
  private static final Duration ACKNOWLEDGE_WITHIN = Duration.ofSeconds(10);

  /**
   * What the node may read while a PUBACK waits. The broker reads on meanwhile, and keeps what
   * comes behind a held PUBACK in memory where no extension sees it, nor whose it is.
   */
  private static final long READ_WHILE_WAITING = 64L * 1024 * 1024;

  /** How long a closing connection whose successor is here is left to the broker's take-over. */
  private static final Duration TAKE_OVER_WITHIN = Duration.ofSeconds(2);

  /** How long the broker must not know a client that is closed. */
  private static final Duration UNKNOWN_FOR = Duration.ofSeconds(1);

  /** A CONNECT that led nowhere is forgotten after this. */
  private static final Duration ADMIT_WITHIN = Duration.ofMinutes(2);

  private final ClientService clients;
  private final ConnectionRegistry registry;
  private final LongSupplier bytesRead;
  private long bytesReadBefore;
  private final AtomicLong counter = new AtomicLong();
  private final ConcurrentMap<String, MqttSession> sessions = new ConcurrentHashMap<>();
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "weir-mqtt-sweeper");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param bytesRead how many bytes the broker has read, over all connections
   */
  MqttSessions(ClientService clients, ConnectionRegistry registry, LongSupplier bytesRead) {
    this.clients = clients;
    this.registry = registry;
    this.bytesRead = bytesRead;
    var unused =
        sweeper.scheduleWithFixedDelay(
            this::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A CONNECT has come. */
  MqttSession start(
      ConnectionInformation socket, String clientId, boolean keepsSession, WillPublishPacket will) {
    String token = Long.toString(counter.incrementAndGet(), Character.MAX_RADIX);
    MqttSession session = new MqttSession(token, clientId, keepsSession, will);
    sessions.put(token, session);
    socket.getConnectionAttributeStore().putAsString(TOKEN, token);
    return session;
  }

  /** The session of this socket. */
  Optional<MqttSession> of(ConnectionInformation socket) {
    return socket.getConnectionAttributeStore().getAsString(TOKEN).map(sessions::get);
  }

  /** The socket is gone. True for the first caller. */
  boolean end(MqttSession session) {
    boolean first = session.end();
    session.socketClosed();
    sessions.remove(session.token());
    forget(session);
    return first;
  }

  /** The device is in; its socket may have been lost on the way. */
  void admitted(MqttSession session, MqttSession.Admission admission) {
    session.admitted(admission);
    if (session.hasEnded()) {
      forget(session);
    }
  }

  private void forget(MqttSession session) {
    MqttSession.Admission admission = session.admission();
    if (admission != null) {
      registry.ended(admission.connection());
      admission.sender().close();
    }
  }

  /** What {@link DeviceConnection#close} leads to. */
  void disconnect(MqttSession session) {
    if (session.hasEnded()) {
      return;
    }
    session.closing();
    DeviceConnection connection = session.connection();
    if (connection == null || !registry.isSuperseded(connection)) {
      disconnectClient(session);
    }
  }

  /**
   * The broker says whether it knew the client. When it did not, the socket may still be on its way
   * in or out; it counts as closed when it is not known for a while.
   */
  private void disconnectClient(MqttSession session) {
    var unused =
        clients
            .disconnectClient(session.clientId())
            .whenComplete(
                (found, failure) -> {
                  if (failure != null) {
                    LOG.warn("Closing the connection of '{}' failed", session.clientId(), failure);
                  } else if (found
                      || session.closingNanos(System.nanoTime()) > UNKNOWN_FOR.toNanos()) {
                    session.socketClosed();
                  }
                });
  }

  private void sweep() {
    try {
      long now = System.nanoTime();
      long read = bytesRead.getAsLong();
      long readSince = read - bytesReadBefore;
      bytesReadBefore = read;
      for (MqttSession session : sessions.values()) {
        sweep(session, now, readSince);
      }
    } catch (RuntimeException e) {
      LOG.error("Sweeping the MQTT connections failed", e);
    }
  }

  private void sweep(MqttSession session, long now, long readSince) {
    DeviceConnection connection = session.connection();
    if (connection == null) {
      if (session.ageNanos(now) > ADMIT_WITHIN.toNanos()) {
        end(session);
      }
    } else if (!connection.isOpen()) {
      if (!registry.isSuperseded(connection)
          || session.closingNanos(now) > TAKE_OVER_WITHIN.toNanos()) {
        disconnectClient(session);
      }
    } else if (session.readWhileWaiting(readSince) > READ_WHILE_WAITING
        || session.waitingNanos(now) > ACKNOWLEDGE_WITHIN.toNanos()) {
      connection.close(HubError.SERVICE_UNAVAILABLE);
    }
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
  }
}
