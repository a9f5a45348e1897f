package io.weir.local.bench;

import io.weir.device.topic.Topics;
import io.weir.local.hub.HubState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code ingest} and {@code telemetry}: how many messages a second. A hub runs for months, so what
 * is measured is a warm one: the compilers of five processes share the processors for the first
 * half minute.
 */
final class ThroughputBench {
  private static final double WARM_UP_SECONDS = 30;
  private static final double SETTLE_SECONDS = 8;
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
    List<LoadIdentity> identities = hub.loadIdentities();
    double ingest = rate(hub, identities);
    hub.down();
    double floor;
    try (BareBroker bare = hub.bareBroker()) {
      floor = rate(hub, identities);
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

  private double rate(BenchHub hub, List<LoadIdentity> identities)
      throws IOException, InterruptedException {
    try (Load load = hub.connect(identities)) {
      return load.run(WARM_UP_SECONDS, seconds).rate();
    }
  }

  /** Until the built-in endpoint has them; the floor is {@code ingest} on the same hub. */
  BenchResult telemetry(BenchHub hub) throws IOException, InterruptedException {
    hub.up(progress);
    Map<String, Double> more = new LinkedHashMap<>();
    try (Load load = hub.connect(hub.loadIdentities())) {
      double telemetry = endToEnd(hub, load, more);
      hub.stopRouting();
      double ingest = load.run(SETTLE_SECONDS, seconds).rate();
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
  }

  /** All messages of a load over the time from its first to the last one's arrival. */
  private double endToEnd(BenchHub hub, Load load, Map<String, Double> more)
      throws IOException, InterruptedException {
    String topic = new Topics(hub.config().hub()).messagesEvents();
    try (Arrivals arrivals = Arrivals.inBatches(hub.config().kafkaAddress(), topic)) {
      long warmUp = load.run(0, WARM_UP_SECONDS).acknowledged();
      arrivals.await(warmUp);
      long begun = System.nanoTime();
      Load.Result result = load.run(0, seconds);
      long sent = System.nanoTime();
      arrivals.await(warmUp + result.acknowledged());
      more.put("acknowledgedRate", result.rate());
      more.put("messages", (double) result.acknowledged());
      more.put("drainSeconds", Math.max(0, (arrivals.lastNanos() - sent) / 1e9));
      more.put("repeats", (double) (arrivals.number() - warmUp - result.acknowledged()));
      return result.acknowledged() / ((arrivals.lastNanos() - begun) / 1e9);
    }
  }
}
