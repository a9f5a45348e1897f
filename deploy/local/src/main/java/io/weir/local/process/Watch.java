package io.weir.local.process;

import java.time.Duration;

/**
 * How a process that once was ready is watched for being hung.
 *
 * @param probe true as long as it answers at all, whatever state its surroundings are in; it is not
 *     killed for somebody else's failure
 * @param every the pause between two probes
 * @param limit a process that has not answered for so long is killed; long enough that one which is
 *     merely held up survives
 */
public record Watch(HealthProbe probe, Duration every, Duration limit) {
  /** However long ago the first was: the machine, or the one who asks, may have slept. */
  static final int LEAST_FAILURES = 3;

  /** Asks each five seconds, kills after a minute. */
  public static Watch minute(HealthProbe probe) {
    return new Watch(probe, Duration.ofSeconds(5), Duration.ofMinutes(1));
  }
}
