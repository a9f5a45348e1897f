package io.weir.local.flink;

import java.util.Set;

/**
 * A job as its cluster knows it.
 *
 * @param state Flink's name of it, such as {@code RUNNING}
 * @param startedAtMillis since 1970
 */
public record FlinkJob(
    String id, String name, String state, long startedAtMillis, int tasks, int runningTasks) {
  private static final Set<String> ENDED = Set.of("FAILED", "CANCELED", "FINISHED", "SUSPENDED");

  /** False when it will never process anything again. */
  public boolean isLive() {
    return !ENDED.contains(state);
  }

  /** True when every one of its tasks processes records. */
  public boolean isFullyRunning() {
    return state.equals("RUNNING") && tasks > 0 && tasks == runningTasks;
  }
}
