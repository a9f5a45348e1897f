package io.weir.local.jobs;

import io.weir.local.flink.FlinkJob;
import java.util.Optional;
import java.util.Set;

/** What the supervisor does next about a job. */
enum JobStep {
  /** Nothing. */
  LEAVE,

  /** Write down that its user ended it. */
  PAUSE,

  SUBMIT,

  /** It runs from another build's jar: end that run with a savepoint, to go on with this jar. */
  CHANGE_JAR;

  private static final Set<String> ENDED_BY_USER = Set.of("CANCELED", "FINISHED");

  /**
   * @param run the job's last run, if the cluster knows it
   * @param anotherLives whether a run that is not the last one lives under the job's name
   * @param otherJar whether the last run is of another jar than this supervisor's
   */
  static JobStep next(
      Standing standing, Optional<FlinkJob> run, boolean anotherLives, boolean otherJar) {
    if (standing.isStopped() || anotherLives) {
      return LEAVE;
    }
    if (run.filter(FlinkJob::isLive).isPresent()) {
      return otherJar && run.get().isFullyRunning() ? CHANGE_JAR : LEAVE;
    }
    boolean endedByUser = run.filter(ended -> ENDED_BY_USER.contains(ended.state())).isPresent();
    // A run of another jar was on its way to its end by this supervisor's own wish.
    return endedByUser && standing == Standing.RUN && !otherJar ? PAUSE : SUBMIT;
  }
}
