package io.weir.jobs.outbox;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait after a failure: twice as long each time up to a limit, and between a half and
 * the whole of it, so that those that failed together do not come back together.
 *
 * @param random of 0 to 1
 */
record BackOff(Duration first, Duration most, DoubleSupplier random) {

  private static final int MAX_DOUBLINGS = 20;

  /** Somebody who asks for more than this is not waited for longer. */
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(10);

  static final BackOff DEFAULT =
      new BackOff(Duration.ofMillis(200), Duration.ofSeconds(30), Math::random);

  /**
   * The wait.
   *
   * @param failures how many there were before this one
   * @param asked what the other side asked to wait at least
   */
  Duration after(int failures, Duration asked) {
    long doubled = first.toMillis() << Math.min(failures, MAX_DOUBLINGS);
    long whole = Math.min(doubled, most.toMillis());
    Duration own = Duration.ofMillis((long) (whole * (1 + random.getAsDouble()) / 2));
    Duration heeded = asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
    return own.compareTo(heeded) > 0 ? own : heeded;
  }
}
