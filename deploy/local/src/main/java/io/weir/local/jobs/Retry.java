package io.weir.local.jobs;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * When a job that did not start is tried again, and from where: after a pause that doubles with
 * each try, and every few failures from an older point.
 */
final class Retry {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final int FAILURES_AT_A_POINT = 3;

  private final LongSupplier nanoTime;
  private Duration pause = Duration.ZERO;
  private long since;
  private int failures;

  Retry(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  boolean isDue() {
    return nanoTime.getAsLong() - since >= pause.toNanos();
  }

  /** The job is submitted now. */
  void tried() {
    since = nanoTime.getAsLong();
    Duration doubled = pause.isZero() ? FIRST : pause.multipliedBy(2);
    pause = doubled.compareTo(BOUND) > 0 ? BOUND : doubled;
  }

  /** The cluster took the job and could not start it. */
  void failedToStart() {
    failures++;
  }

  /** The job has a checkpoint. */
  void succeeded() {
    pause = Duration.ZERO;
    failures = 0;
  }

  /** The point for the next try; a try from an older one leaves the newer ones behind. */
  String pointOf(List<String> newestFirst) {
    int older = failures / FAILURES_AT_A_POINT % newestFirst.size();
    if (older > 0) {
      // From now on the list begins with that point, which has its own failures to come.
      failures = 0;
    }
    return newestFirst.get(older);
  }
}
