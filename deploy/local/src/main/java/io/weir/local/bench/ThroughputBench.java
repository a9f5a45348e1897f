package io.weir.local.bench;

import io.weir.device.topic.Topics;
import io.weir.local.client.KafkaReader;
import io.weir.local.hub.HubState;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** {@code ingest} and {@code telemetry}: how many messages a second. */
final class ThroughputBench {
  private static final double WARM_UP_SECONDS = 8;
  private static final Duration QUIET = Duration.ofSeconds(15);
  private static final String UNIT = "messages/s";

  private final double seconds;
  private final Consumer<HubState> progress;

  ThroughputBench(double seconds, Consumer<HubState> progress) {
    this.seconds = seconds;
    this.progress = progress;
  }

  /** Acknowledged after Kafka, routing not running; the floor is a bare broker. */
  BenchResult ingest(BenchHub hub) throws IOException, InterruptedException {
    hub.up(progress);
    hub.stopRouting();
    double ingest = load(hub, hub.loadIdentities()).rate();
    List<LoadIdentity> strangers = hub.loadIdentities();
    hub.down();
    double floor;
    try (BareBroker bare = hub.bareBroker()) {
      floor = load(hub, strangers).rate();
      bare.check();
    }
    return new BenchResult(
        "ingest",
        ingest,
        UNIT,
        floor,
        "the same clients on a bare HiveMQ CE",
        "ratio 0.3",
        Map.of("seconds", seconds));
  }

  /** Until the built-in endpoint has them; the floor is {@code ingest} on the same hub. */
  BenchResult telemetry(BenchHub hub) throws IOException, InterruptedException {
    hub.up(progress);
    List<LoadIdentity> identities = hub.loadIdentities();
    Map<String, Double> more = new LinkedHashMap<>();
    double telemetry = endToEnd(hub, identities, more);
    hub.stopRouting();
    double ingest = load(hub, identities).rate();
    more.put("seconds", seconds);
    return new BenchResult(
        "telemetry",
        telemetry,
        UNIT,
        ingest,
        "ingest: acknowledged after Kafka, routing not running",
        "ratio 0.5, 6000/s",
        more);
  }

  private Load.Result load(BenchHub hub, List<LoadIdentity> identities)
      throws IOException, InterruptedException {
    try (Load load =
        Load.connect(hub.tls(), hub.config().host(), hub.config().ports().mqtt(), identities)) {
      return load.run(WARM_UP_SECONDS, seconds);
    }
  }

  /** All messages of a load over the time from its first to the last one's arrival. */
  private double endToEnd(BenchHub hub, List<LoadIdentity> identities, Map<String, Double> more)
      throws IOException, InterruptedException {
    String topic = new Topics(hub.config().hub()).messagesEvents();
    // A first load warms the path up, and is read to its end before the second one begins.
    try (KafkaReader reader = KafkaReader.open(hub.config().kafkaAddress(), List.of(topic), false);
        Load load =
            Load.connect(hub.tls(), hub.config().host(), hub.config().ports().mqtt(), identities)) {
      Arrivals arrivals = new Arrivals(reader);
      Thread thread = new Thread(arrivals, "weir-bench-arrivals");
      thread.setDaemon(true);
      thread.start();
      long sent = load.run(0, WARM_UP_SECONDS).acknowledged();
      arrivals.await(sent);
      long begun = System.nanoTime();
      Load.Result result = loadAgain(hub, identities);
      double sending = (System.nanoTime() - begun) / 1e9;
      arrivals.await(sent + result.acknowledged());
      double took = (arrivals.lastNanos() - begun) / 1e9;
      arrivals.stop();
      thread.join(5_000);
      more.put("acknowledgedRate", result.rate());
      more.put("messages", (double) result.acknowledged());
      more.put("drainSeconds", Math.max(0, took - sending));
      return result.acknowledged() / took;
    }
  }

  private Load.Result loadAgain(BenchHub hub, List<LoadIdentity> identities)
      throws IOException, InterruptedException {
    try (Load load =
        Load.connect(hub.tls(), hub.config().host(), hub.config().ports().mqtt(), identities)) {
      return load.run(0, seconds);
    }
  }

  /** Counts what comes out of the endpoint. */
  private static final class Arrivals implements Runnable {
    private final KafkaReader reader;
    private final AtomicLong number = new AtomicLong();
    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime());
    private final AtomicBoolean stopped = new AtomicBoolean();

    private Arrivals(KafkaReader reader) {
      this.reader = reader;
    }

    @Override
    public void run() {
      while (!stopped.get()) {
        long come = 0;
        for (ConsumerRecord<byte[], byte[]> unused : reader.poll(Duration.ofMillis(100))) {
          come++;
        }
        if (come > 0) {
          lastNanos.set(System.nanoTime());
          number.addAndGet(come);
        }
      }
    }

    private void await(long expected) throws IOException, InterruptedException {
      long begun = System.nanoTime();
      while (number.get() < expected) {
        long silent = System.nanoTime() - Math.max(begun, lastNanos.get());
        if (silent > QUIET.toNanos()) {
          throw new IOException(
              (expected - number.get())
                  + " acknowledged messages did not come out of the endpoint");
        }
        Thread.sleep(10);
      }
    }

    private long lastNanos() {
      return lastNanos.get();
    }

    private void stop() {
      stopped.set(true);
    }
  }
}
