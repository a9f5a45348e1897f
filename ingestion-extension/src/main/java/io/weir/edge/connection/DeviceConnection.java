package io.weir.edge.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.connection.ConnectionId;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;
import io.weir.edge.auth.Verdict;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One admitted connection of one device. Open until it is told to close; from then on nothing is
 * accepted from it and nothing acknowledged to it, even while its socket still lives.
 */
public final class DeviceConnection {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceConnection.class);

  /** How coarse a device's last activity is. */
  static final Duration TELL_ACTIVITY = Duration.ofMinutes(5);

  private final ConnectionId id;
  private final String protocol;
  private final Verdict.Admitted admission;
  private final DeviceListener listener;
  private final AtomicLong activityToldAt = new AtomicLong(System.nanoTime());
  private final AtomicReference<HubError> closedFor = new AtomicReference<>();
  private final AtomicReference<Future<?>> expiryTimer = new AtomicReference<>();

  DeviceConnection(
      ConnectionId id, String protocol, Verdict.Admitted admission, DeviceListener listener) {
    this.id = id;
    this.protocol = protocol;
    this.admission = admission;
    this.listener = listener;
  }

  public ConnectionId id() {
    return id;
  }

  public TwinKey key() {
    return admission.identity().key();
  }

  public String deviceId() {
    return admission.identity().deviceId();
  }

  public String protocol() {
    return protocol;
  }

  public Verdict.Admitted admission() {
    return admission;
  }

  public boolean isOpen() {
    return closedFor.get() == null;
  }

  /** Why it was closed; null while it is open. */
  public HubError closedFor() {
    return closedFor.get();
  }

  /**
   * The first reason counts; the protocol head is told once. Never throws: one of many connections
   * that end together must not keep the others.
   */
  public void close(HubError reason) {
    if (closedFor.compareAndSet(null, reason)) {
      try {
        listener.close(reason);
      } catch (RuntimeException e) {
        LOG.error("Closing the connection of '{}' failed", key().path(), e);
      }
    }
  }

  /** Does nothing when the connection is closed; never throws. */
  void desiredChanged(long version, ObjectNode properties) {
    if (isOpen()) {
      try {
        listener.desiredChanged(version, properties);
      } catch (RuntimeException e) {
        LOG.error("Telling '{}' of its desired properties failed", key().path(), e);
      }
    }
  }

  /** True now and then, for one caller; a connect tells of activity itself. */
  boolean isActivityDue(long nanoTime) {
    long told = activityToldAt.get();
    return nanoTime - told > TELL_ACTIVITY.toNanos()
        && activityToldAt.compareAndSet(told, nanoTime);
  }

  void expiryTimer(Future<?> timer) {
    expiryTimer.set(timer);
    if (!isOpen()) {
      timer.cancel(false);
    }
  }

  void cancelExpiryTimer() {
    Future<?> timer = expiryTimer.get();
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
