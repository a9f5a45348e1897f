package io.weir.local.bench;

import io.weir.local.hub.HubState;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The benchmarks by name; each measures its floor in the same call. Those that need a hub start one
 * of their own.
 */
public final class Benchmarks {
  /** What can be measured. */
  public enum Name {
    INGEST,
    TELEMETRY,
    LATENCY,
    ROUTING,
    START,
    TWIN_WRITE,
    TWIN_READ,
    TWIN_QUERY,
    FRESHNESS,
    RULES_EVAL,
    RULES_SCALE;

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private Benchmarks() {}

  /**
   * Runs one.
   *
   * @param host the loopback address of the benchmark's hub
   * @param seconds how long the load lasts, warm-up aside
   * @param twins how many there are for {@link Name#TWIN_QUERY}
   * @param progress told how the hub starts
   */
  public static BenchResult run(
      Name name, String host, double seconds, int twins, Consumer<HubState> progress)
      throws Exception {
    try (BenchHub hub = new BenchHub(host)) {
      return switch (name) {
        case INGEST -> new ThroughputBench(seconds, progress).ingest(hub);
        case TELEMETRY -> new ThroughputBench(seconds, progress).telemetry(hub);
        case LATENCY -> new LatencyBench(seconds, progress).run(hub);
        case ROUTING -> new RoutingBench(progress).run(hub);
        case START -> new StartBench().run(hub);
        case TWIN_WRITE -> new TwinWriteBench(seconds, progress).run(hub);
        case TWIN_READ -> new TwinReadBench(seconds, progress).run(hub);
        case TWIN_QUERY -> new TwinQueryBench(twins, progress).run(hub);
        case FRESHNESS -> new FreshnessBench(progress).run(hub);
        case RULES_EVAL, RULES_SCALE -> new RulesBench(hub.installation(), seconds).run(name);
      };
    }
  }
}
