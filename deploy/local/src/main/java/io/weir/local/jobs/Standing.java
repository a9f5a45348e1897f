package io.weir.local.jobs;

/** What is to become of a job. */
enum Standing {
  /** It runs; when it does not, it is submitted again. */
  RUN,

  /** Its user asked for a run, after it had ended; as soon as it is submitted, it is to run. */
  WANTED,

  /** Its user stopped it: nobody but its user, or the next start of the hub, starts it again. */
  PAUSED,

  /**
   * Its user runs it on another cluster: only its user brings it back, since two runs would decide
   * every command twice.
   */
  MOVED;

  /** True when the hub leaves it alone. */
  boolean isStopped() {
    return this == PAUSED || this == MOVED;
  }
}
