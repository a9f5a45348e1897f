package io.weir.local.bench;

import io.weir.local.components.FlinkComponents;
import io.weir.local.flink.FlinkClient;
import io.weir.local.jobs.HubJob;
import io.weir.local.jobs.JobArguments;
import io.weir.local.jobs.JobRunner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A job that a benchmark runs on its hub's cluster, as wide as the hub's own. */
final class BenchJob implements AutoCloseable {
  private static final String COPY = "io.weir.jobs.bench.CopyJob";

  private final FlinkClient flink;
  private final String id;

  private BenchJob(FlinkClient flink, String id) {
    this.flink = flink;
    this.id = id;
  }

  /** Starts a job that copies one topic to another and does nothing else. */
  static BenchJob copy(BenchHub hub, String from, String to) throws IOException {
    return start(hub, COPY, List.of(from, to));
  }

  /** Starts the routing job; the hub's own must not run. */
  static BenchJob routing(BenchHub hub) throws IOException {
    return start(hub, HubJob.ROUTING.mainClass(), List.of());
  }

  private static BenchJob start(BenchHub hub, String mainClass, List<String> first)
      throws IOException {
    List<String> arguments = new ArrayList<>(first);
    arguments.addAll(
        JobArguments.of(hub.config(), hub.data(), FlinkComponents.parallelism()).toList());
    String id = JobRunner.newJobId();
    FlinkClient flink = hub.flink();
    new JobRunner(flink, hub.installation().jobs())
        .submit(id, mainClass, arguments, Optional.empty());
    return new BenchJob(flink, id);
  }

  /** Returns when the job has ended. */
  @Override
  public void close() throws IOException {
    flink.cancel(id, BenchHub.CANCEL_LIMIT);
  }
}
