package io.weir.local.bench;

import io.weir.local.client.HubClient;
import io.weir.local.hub.HubState;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * {@code twin-write}: patches of reported properties over MQTT and of desired ones over REST, from
 * when each is due until its answer, at 200 a second, and the most a second. The floor is a record
 * through Kafka, a Flink job that copies, and Kafka, and then a plain write of the same indexed
 * row. All are open at the same time and measured in turns.
 */
final class TwinWriteBench {
  private static final Pace PACE = new Pace(200);
  private static final int DEVICES = 1_000;
  private static final int CALLERS = 64;
  private static final double WARM_UP_SECONDS = 20;
  private static final double SETTLE_SECONDS = 5;
  private static final int TURNS = 4;

  private final double seconds;
  private final Consumer<HubState> progress;

  TwinWriteBench(double seconds, Consumer<HubState> progress) {
    this.seconds = seconds;
    this.progress = progress;
  }

  /** One way to write, and what was found of it. */
  private static final class Way {
    private final Callers callers;
    private final Callers.Call call;
    private final Histogram latencies = new Histogram(300_000_000, 3);

    private Way(Callers callers, Callers.Call call) {
      this.callers = callers;
      this.call = call;
    }

    private void settle() throws Exception {
      callers.rate(WARM_UP_SECONDS, call);
      callers.keep(PACE, SETTLE_SECONDS, call);
    }

    private void keep(double seconds) throws Exception {
      latencies.add(callers.keep(PACE, seconds, call));
    }

    private double rate(double seconds) throws Exception {
      return callers.rate(seconds, call);
    }

    private double millis(double percentile) {
      return latencies.getValueAtPercentile(percentile) / 1e3;
    }
  }

  BenchResult run(BenchHub hub) throws Exception {
    hub.up(progress);
    HubClient client = new HubClient(hub.address());
    TwinNumbers.create(client, DEVICES);
    byte[] body = TwinNumbers.reported(0).getBytes(StandardCharsets.UTF_8);
    try (TwinLoad load = TwinLoad.connect(hub);
        EchoPath echo = EchoPath.open(hub);
        BenchStore store = BenchStore.open(hub.config());
        Callers callers = new Callers(CALLERS)) {
      load.report(0);
      Callers.Call write = store.writesLike(load.firstDevice(), DEVICES);
      Way reported = new Way(callers, load::report);
      Way desired =
          new Way(
              callers,
              number ->
                  client
                      .patchTwin(
                          TwinNumbers.key(number % DEVICES),
                          TwinNumbers.desired(number),
                          Optional.empty())
                      .orThrow());
      Way floor =
          new Way(
              callers,
              number -> {
                echo.echo(body);
                write.make(number);
              });
      List<Way> ways = List.of(reported, desired, floor);
      for (Way way : ways) {
        way.settle();
      }
      for (int turn = 0; turn < TURNS; turn++) {
        for (Way way : ways) {
          way.keep(seconds / TURNS);
        }
      }
      return result(reported, desired, floor);
    }
  }

  private BenchResult result(Way reported, Way desired, Way floor) throws Exception {
    Map<String, Double> more = new LinkedHashMap<>();
    more.put("p99", reported.millis(99));
    more.put("floorP99", floor.millis(99));
    more.put("ratioP99", reported.millis(99) / floor.millis(99));
    more.put("desiredP50", desired.millis(50));
    more.put("desiredP99", desired.millis(99));
    double reportedRate = reported.rate(seconds);
    double desiredRate = desired.rate(seconds);
    double floorRate = floor.rate(seconds);
    more.put("reportedPerSecond", reportedRate);
    more.put("desiredPerSecond", desiredRate);
    more.put("floorPerSecond", floorRate);
    more.put("ratioPerSecond", reportedRate / floorRate);
    more.put("callers", (double) CALLERS);
    more.put("seconds", seconds);
    return new BenchResult(
        "twin-write",
        reported.millis(50),
        "ms at p50",
        floor.millis(50),
        "Kafka to a Flink copy to Kafka, then a plain write of the row",
        "ratio 1.5 at p50, 0.7 of the most a second",
        more);
  }
}
