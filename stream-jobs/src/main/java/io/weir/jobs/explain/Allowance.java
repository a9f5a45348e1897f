package io.weir.jobs.explain;

import java.util.concurrent.TimeUnit;

/** Lets so many through at once, and then so many in a second. Used by one thread. */
public final class Allowance {

  private final long most;
  private final long nanosForOne;
  private long left;
  private long since;

  /**
   * Is full.
   *
   * @param most at once
   * @param perSecond by which it fills again
   * @param now nanoseconds of any clock, as in {@link #take}
   */
  public Allowance(long most, long perSecond, long now) {
    this.most = most;
    this.nanosForOne = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.left = most;
    this.since = now;
  }

  /** Whether one more may pass. */
  public boolean take(long now) {
    long earned = (now - since) / nanosForOne;
    since += earned * nanosForOne;
    left = Math.min(most, left + earned);
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
