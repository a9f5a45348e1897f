package io.weir.local.bench;

import io.weir.local.hub.HubState;
import java.io.IOException;
import java.util.function.Consumer;

/** The benchmarks by name; each runs on a hub of its own with its floor in the same call. */
public final class Benchmarks {
  /** What can be measured. */
  public enum Name {
    INGEST,
    TELEMETRY,
    LATENCY,
    START
  }

  private Benchmarks() {}

  /**
   * Runs one.
   *
   * @param host the loopback address of the benchmark's hub
   * @param seconds how long the load lasts, warm-up aside
   * @param progress told how the hub starts
   */
  public static BenchResult run(Name name, String host, double seconds, Consumer<HubState> progress)
      throws IOException, InterruptedException {
    try (BenchHub hub = new BenchHub(host)) {
      return switch (name) {
        case INGEST -> new ThroughputBench(seconds, progress).ingest(hub);
        case TELEMETRY -> new ThroughputBench(seconds, progress).telemetry(hub);
        case LATENCY -> new LatencyBench(seconds, progress).run(hub);
        case START -> new StartBench().run(hub);
      };
    }
  }
}
