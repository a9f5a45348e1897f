package io.weir.local.bench;

import io.weir.local.hub.HubState;
import io.weir.local.process.ComponentState;
import io.weir.local.process.ComponentStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** {@code start}: {@code up} until a device can connect, on no data and on existing data. */
final class StartBench {
  private static final String EDGE = "edge";

  private final Consumer<HubState> progress;

  StartBench(Consumer<HubState> progress) {
    this.progress = progress;
  }

  BenchResult run(BenchHub hub) throws IOException, InterruptedException {
    double fresh = hub.up(progress);
    hub.down();
    Map<String, Double> ready = new HashMap<>();
    long begun = System.nanoTime();
    double existing =
        hub.up(
            state -> {
              progress.accept(state);
              double now = (System.nanoTime() - begun) / 1e9;
              for (ComponentStatus component : state.components()) {
                if (component.state() == ComponentState.RUNNING) {
                  ready.putIfAbsent(component.name(), now);
                }
              }
            });
    double platforms =
        ready.entrySet().stream()
            .filter(component -> !component.getKey().equals(EDGE))
            .mapToDouble(Map.Entry::getValue)
            .max()
            .orElse(existing);
    Map<String, Double> more = new LinkedHashMap<>();
    more.put("onNoData", fresh);
    ready.forEach((component, seconds) -> more.put(component, seconds));
    return new BenchResult(
        "start",
        existing,
        "s",
        platforms,
        "the slowest of Kafka, Cassandra and Flink in the same start",
        "15 s on existing data, 25 s on none",
        more);
  }
}
