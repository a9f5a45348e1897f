package io.weir.edge.telemetry;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What each device has sent and Kafka has not settled yet, over all connections of the device: by
 * connecting anew it gets no new room. Known are the devices that are connected or have a backlog.
 */
final class Backlogs {

  /** Room for one device: a burst, but no more of the memory that all devices share. */
  static final long MAX_BYTES = 8L * 1024 * 1024;

  private final ConcurrentMap<String, Backlog> devices = new ConcurrentHashMap<>();

  /** One device's. */
  final class Backlog {
    private final String deviceId;
    private final AtomicLong bytes = new AtomicLong();

    /** Changes only inside the map's atomic operations. */
    private final AtomicInteger connections = new AtomicInteger();

    private Backlog(String deviceId) {
      this.deviceId = deviceId;
    }

    boolean hasRoomFor(DeviceMessage message) {
      return bytes.get() + message.footprint() <= MAX_BYTES;
    }

    /**
     * @return what is to be given back with {@link #settle}; the message itself need not be kept
     */
    long add(DeviceMessage message) {
      bytes.addAndGet(message.footprint());
      return message.footprint();
    }

    void settle(long footprint) {
      if (bytes.addAndGet(-footprint) == 0 && connections.get() == 0) {
        devices.computeIfPresent(deviceId, (id, present) -> present.orNothing());
      }
    }

    private Backlog orNothing() {
      return connections.get() == 0 && bytes.get() == 0 ? null : this;
    }

    private Backlog count(int change) {
      connections.addAndGet(change);
      return this;
    }
  }

  /** A connection of the device begins. */
  Backlog enter(String deviceId) {
    return devices.compute(
        deviceId, (id, present) -> (present == null ? new Backlog(id) : present).count(1));
  }

  /** To be called once for each {@link #enter}. */
  void leave(Backlog backlog) {
    devices.computeIfPresent(backlog.deviceId, (id, present) -> present.count(-1).orNothing());
  }

  int size() {
    return devices.size();
  }
}
