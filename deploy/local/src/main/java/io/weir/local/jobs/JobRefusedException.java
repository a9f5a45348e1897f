package io.weir.local.jobs;

import java.io.IOException;

/** A job is not started, because that would do harm; trying again changes nothing. */
public final class JobRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  JobRefusedException(String sentence) {
    super(sentence);
  }

  /** Nothing is left that the job may go on from. */
  static JobRefusedException stateIsLost(HubJob job) {
    String name = job.shortName();
    String rebuild =
        job == HubJob.DEVICES
            ? ", or have its state made anew of Cassandra: `weir flink submit devices --rebuild`"
            : "";
    return new JobRefusedException(
        name
            + " has run before and neither a checkpoint nor a savepoint of it is left; it does not"
            + " start from nothing. Name a savepoint: `weir flink submit "
            + name
            + " --from PATH`"
            + rebuild);
  }
}
