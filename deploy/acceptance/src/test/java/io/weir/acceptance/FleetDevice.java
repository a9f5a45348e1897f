package io.weir.acceptance;

import io.weir.acceptance.MqttSocket.Packet;
import io.weir.acceptance.ServiceApi.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/**
 * A device that numbers its messages from 1, keeps some of them in flight, and after a lost
 * connection sends again, in order, exactly what was not acknowledged.
 */
final class FleetDevice {
  private static final int IN_FLIGHT = 8;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration RETRY = Duration.ofMillis(300);

  private final Hub hub;
  private final SSLContext tls;
  private final Device device;
  private final NavigableSet<Long> unacknowledged = new ConcurrentSkipListSet<>();
  private final AtomicLong acknowledged = new AtomicLong();
  private final Thread thread;
  private long last;
  private volatile boolean finishing;
  private volatile boolean abandoned;

  FleetDevice(Hub hub, SSLContext tls, Device device) {
    this.hub = hub;
    this.tls = tls;
    this.device = device;
    this.thread = new Thread(this::run, device.id());
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  String id() {
    return device.id();
  }

  /** How many messages have been acknowledged. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** How many messages wait for their acknowledgement. */
  int inFlight() {
    return unacknowledged.size();
  }

  /** No new messages from now on; what was begun goes on until it is acknowledged. */
  void finish() {
    finishing = true;
  }

  /**
   * Waits until everything is acknowledged and returns the number of messages.
   *
   * @throws AssertionError when that takes longer than {@code patience}
   */
  long awaitEnd(Duration patience) throws InterruptedException {
    thread.join(patience.toMillis());
    if (thread.isAlive()) {
      abandoned = true;
      throw new AssertionError(
          device.id() + " still waits for PUBACK of " + unacknowledged + " after " + patience);
    }
    return acknowledged.get();
  }

  /** Stops at once. */
  void abandon() {
    abandoned = true;
    thread.interrupt();
  }

  private boolean isDone() {
    return abandoned || (finishing && unacknowledged.isEmpty());
  }

  private void run() {
    try {
      while (!isDone()) {
        try (MqttSocket connection = MqttSocket.connected(hub, tls, device)) {
          new Session(connection).run();
        } catch (IOException e) {
          Thread.sleep(RETRY.toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private byte[] body(long sequence) {
    return ("{\"sequence\":" + sequence + "}").getBytes(StandardCharsets.UTF_8);
  }

  /** One connection: this thread writes, another reads. */
  private final class Session {
    private final MqttSocket connection;
    private final Map<Integer, Long> sequences = new ConcurrentHashMap<>();
    private volatile boolean ended;

    Session(MqttSocket connection) {
      this.connection = connection;
    }

    void run() throws IOException, InterruptedException {
      Thread reader = new Thread(this::readAcknowledgements, device.id() + "-reader");
      reader.setDaemon(true);
      reader.start();
      try {
        for (long sequence : unacknowledged) {
          send(sequence);
        }
        while (!ended && !isDone()) {
          if (!finishing && unacknowledged.size() < IN_FLIGHT) {
            long sequence = ++last;
            unacknowledged.add(sequence);
            send(sequence);
          }
          Thread.sleep(PAUSE.toMillis());
        }
      } finally {
        connection.close();
        reader.join();
      }
    }

    private void send(long sequence) throws IOException {
      int packetId = (int) (sequence % 65_535) + 1;
      sequences.put(packetId, sequence);
      connection.publish(
          MqttSocket.eventsTopic(device.id()) + "$.ct=application%2Fjson&$.ce=utf-8",
          body(sequence),
          1,
          false,
          packetId);
    }

    private void readAcknowledgements() {
      try {
        while (true) {
          Packet packet = connection.read();
          if (packet.type() == MqttSocket.PUBACK) {
            acknowledge(sequences.remove(packet.packetId()));
          }
        }
      } catch (IOException e) {
        ended = true;
      }
    }

    private void acknowledge(Long sequence) {
      if (sequence != null && unacknowledged.remove(sequence)) {
        acknowledged.incrementAndGet();
      }
    }
  }
}
