package io.weir.local.process;

import java.time.Duration;

/**
 * The pause before a process that died is started again: short at first, twice as long after each
 * further death, up to a bound; short again once the process has lived long enough.
 */
final class BackOff {
  private final Duration first;
  private final Duration bound;
  private final Duration healthyAfter;
  private Duration next;

  BackOff(Duration first, Duration bound, Duration healthyAfter) {
    this.first = first;
    this.bound = bound;
    this.healthyAfter = healthyAfter;
    this.next = first;
  }

  static BackOff standard() {
    return new BackOff(Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofSeconds(30));
  }

  /** The pause after a life of that length. */
  Duration after(Duration life) {
    if (life.compareTo(healthyAfter) >= 0) {
      next = first;
    }
    Duration pause = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(bound) > 0 ? bound : doubled;
    return pause;
  }
}
