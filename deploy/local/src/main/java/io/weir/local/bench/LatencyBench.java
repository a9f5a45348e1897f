package io.weir.local.bench;

import io.weir.device.topic.Topics;
import io.weir.local.hub.HubState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * {@code latency}: from the moment when a device's publish is due until the message is visible in
 * the built-in endpoint, at 1,000 messages a second; the floor is a Flink job that copies one topic
 * to another. Both run all the time, on the same cluster, and are measured in turns.
 */
final class LatencyBench {
  private static final Pace PACE = new Pace(1_000);
  private static final Pace WARM_UP_PACE = new Pace(5_000);
  private static final double WARM_UP_SECONDS = 30;

  /** At the measured pace other code becomes hot than under load; that, too, is compiled first. */
  private static final double SETTLE_SECONDS = 10;

  private static final int TURNS = 4;
  private static final double HIGHEST_MICROS = 300_000_000;

  private final double seconds;
  private final Consumer<HubState> progress;

  LatencyBench(double seconds, Consumer<HubState> progress) {
    this.seconds = seconds;
    this.progress = progress;
  }

  /** Sends at a pace and returns how many messages were taken. */
  @FunctionalInterface
  private interface Sender {
    long send(Pace pace, double seconds) throws IOException, InterruptedException;
  }

  BenchResult run(BenchHub hub) throws IOException, InterruptedException {
    hub.up(progress);
    String events = new Topics(hub.config().hub()).messagesEvents();
    String kafka = hub.config().kafkaAddress();
    try (Load load = hub.connect(hub.loadIdentities());
        CopyPath copy = CopyPath.open(hub);
        Path whole = new Path(load::keep, Arrivals.at(kafka, events));
        Path floor = new Path(copy::keep, Arrivals.at(kafka, copy.outTopic()))) {
      whole.send(WARM_UP_PACE, WARM_UP_SECONDS);
      floor.send(WARM_UP_PACE, WARM_UP_SECONDS);
      whole.send(PACE, SETTLE_SECONDS);
      floor.send(PACE, SETTLE_SECONDS);
      whole.forget();
      floor.forget();
      for (int turn = 0; turn < TURNS; turn++) {
        whole.send(PACE, seconds / TURNS);
        floor.send(PACE, seconds / TURNS);
      }
      return result(whole.latencies(), floor.latencies());
    }
  }

  private BenchResult result(Histogram whole, Histogram floor) {
    Map<String, Double> more = new LinkedHashMap<>();
    more.put("p99", millis(whole, 99));
    more.put("floorP99", millis(floor, 99));
    more.put("ratioP99", millis(whole, 99) / millis(floor, 99));
    more.put("max", millis(whole, 100));
    more.put("floorMax", millis(floor, 100));
    more.put("rate", PACE.perSecond());
    more.put("messages", (double) whole.getTotalCount());
    more.put("seconds", seconds);
    return new BenchResult(
        "latency",
        millis(whole, 50),
        "ms at p50",
        millis(floor, 50),
        "Kafka to a Flink copy to Kafka",
        "ratio 1.5 at p50, 2 at p99",
        more);
  }

  private static double millis(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1e3;
  }

  /** A way through the hub, and what has come out of it. */
  private static final class Path implements AutoCloseable {
    private final Sender sender;
    private final Arrivals arrivals;
    private final Histogram latencies = new Histogram((long) HIGHEST_MICROS, 3);
    private long sent;

    private Path(Sender sender, Arrivals arrivals) {
      this.sender = sender;
      this.arrivals = arrivals;
    }

    /** Returns when everything has come out. */
    private void send(Pace pace, double seconds) throws IOException, InterruptedException {
      sent += sender.send(pace, seconds);
      arrivals.await(sent);
      latencies.add(arrivals.latencies());
    }

    private void forget() {
      latencies.reset();
    }

    private Histogram latencies() {
      return latencies;
    }

    @Override
    public void close() {
      arrivals.close();
    }
  }
}
