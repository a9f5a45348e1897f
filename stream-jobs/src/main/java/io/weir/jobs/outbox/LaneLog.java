package io.weir.jobs.outbox;

import io.weir.device.endpoint.Health;
import java.time.Clock;

/** What one lane did so far. Its thread writes, others read. */
public final class LaneLog {

  private final Clock clock;
  private Health health = Health.NEVER;
  private long delivered;
  private long deadLettered;
  private long failures;
  private long lag;

  public LaneLog(Clock clock) {
    this.clock = clock;
  }

  synchronized void delivered(long count) {
    delivered += count;
    health = health.succeeded(clock.millis());
  }

  /** Nothing gets through. */
  public synchronized void failed(String error) {
    failures++;
    health = health.failed(clock.millis(), error);
  }

  /** One message did not get through, as others do. */
  synchronized void refused(long count, String reason) {
    deadLettered += count;
    health = health.troubled(clock.millis(), reason);
  }

  synchronized void lag(long now) {
    lag = now;
  }

  /** The lane as it is now. */
  public synchronized Counts counts() {
    return new Counts(health, delivered, deadLettered, failures, lag);
  }

  /**
   * What was counted.
   *
   * @param failures attempts that delivered nothing
   * @param lag messages of the outbox that wait
   */
  public record Counts(Health health, long delivered, long deadLettered, long failures, long lag) {

    public static final Counts NONE = new Counts(Health.NEVER, 0, 0, 0, 0);

    /** Both together. */
    public Counts and(Counts other) {
      return new Counts(
          health.and(other.health),
          delivered + other.delivered,
          deadLettered + other.deadLettered,
          failures + other.failures,
          lag + other.lag);
    }
  }
}
