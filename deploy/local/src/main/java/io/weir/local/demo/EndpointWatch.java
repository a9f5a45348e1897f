package io.weir.local.demo;

import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.local.CommandFailure;
import io.weir.local.client.KafkaReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the endpoints' topics on a thread of its own and enters what comes out into the ledger. Its
 * clock is that of the senders, since they are in the same process.
 */
public final class EndpointWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CREATION_LIMIT = Duration.ofSeconds(15);
  private static final long HIGHEST_MICROS = 300_000_000;
  private static final int ALERTS = 6;
  private static final int ALERT_WIDTH = 110;

  private final Ledger ledger;
  private final Map<String, String> endpointByTopic;
  private final String alertEndpoint;
  private final KafkaReader reader;
  private final Thread thread = new Thread(this::read, "weir-demo-endpoints");
  private final Map<String, LongAdder> arrivals = new ConcurrentHashMap<>();
  private final Recorder latencies = new Recorder(HIGHEST_MICROS, 3);
  private final Deque<String> alerts = new ArrayDeque<>();
  private volatile boolean closed;
  private volatile long lastArrivalNanos = System.nanoTime();
  private volatile String problem;

  /**
   * Takes its positions; what is written from now on is seen.
   *
   * @param endpointByTopic the topics to read and whose they are
   * @param alertEndpoint whose messages are shown as alerts
   */
  public EndpointWatch(
      String kafka, Map<String, String> endpointByTopic, String alertEndpoint, Ledger ledger)
      throws InterruptedException {
    this.endpointByTopic = Map.copyOf(endpointByTopic);
    this.alertEndpoint = alertEndpoint;
    this.ledger = ledger;
    this.reader = open(kafka);
    endpointByTopic.values().forEach(endpoint -> arrivals.put(endpoint, new LongAdder()));
    thread.setDaemon(true);
    thread.start();
  }

  /** An endpoint's topic is made when its rule is applied, which may take a moment to be known. */
  private KafkaReader open(String kafka) throws InterruptedException {
    long deadline = System.nanoTime() + CREATION_LIMIT.toNanos();
    while (true) {
      try {
        return KafkaReader.open(kafka, endpointByTopic.keySet(), false);
      } catch (CommandFailure e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        Thread.sleep(POLL.toMillis());
      }
    }
  }

  private void read() {
    try {
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> message : reader.poll(POLL)) {
          enter(message, System.nanoTime());
        }
      }
    } catch (CommandFailure e) {
      problem = e.getMessage();
    } finally {
      reader.close();
    }
  }

  private void enter(ConsumerRecord<byte[], byte[]> message, long now) {
    String id = TelemetryHeaders.text(message.headers(), TelemetryHeaders.MESSAGE_ID);
    String endpoint = endpointByTopic.get(message.topic());
    if (id == null || endpoint == null) {
      return;
    }
    OptionalLong sent = ledger.received(endpoint, id);
    if (sent.isEmpty()) {
      return;
    }
    lastArrivalNanos = now;
    arrivals.get(endpoint).increment();
    if (endpoint.equals(EventsEndpoint.NAME)) {
      long micros = Math.max(0, (now - sent.getAsLong()) / 1_000);
      latencies.recordValue(Math.min(HIGHEST_MICROS, micros));
    }
    if (endpoint.equals(alertEndpoint)) {
      String body = new String(message.value(), StandardCharsets.UTF_8);
      String line =
          TelemetryHeaders.text(message.headers(), TelemetryHeaders.CONNECTION_DEVICE_ID)
              + "  "
              + body;
      addAlert(line.length() > ALERT_WIDTH ? line.substring(0, ALERT_WIDTH) : line);
    }
  }

  private void addAlert(String line) {
    synchronized (alerts) {
      alerts.addFirst(line);
      while (alerts.size() > ALERTS) {
        alerts.removeLast();
      }
    }
  }

  /** By endpoint: how many messages of the ledger have come out of it, repeats aside. */
  Map<String, Long> arrivals() {
    Map<String, Long> numbers = new TreeMap<>();
    arrivals.forEach((endpoint, number) -> numbers.put(endpoint, number.sum()));
    return numbers;
  }

  /** Latencies to the built-in endpoint in microseconds since the last call. */
  public Histogram latencies() {
    return latencies.getIntervalHistogram();
  }

  List<String> latestAlerts() {
    synchronized (alerts) {
      return List.copyOf(alerts);
    }
  }

  /** How long nothing has come. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastArrivalNanos);
  }

  /** Throws when reading has failed: then the account would be wrong. */
  public void check() {
    if (problem != null) {
      throw new CommandFailure(problem);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
