package io.weir.local.process;

import java.time.Duration;

/**
 * How a process that once was ready is watched for being hung.
 *
 * @param probe true as long as it answers at all, whatever state its surroundings are in; it is not
 *     killed for somebody else's failure
 * @param every the pause between two probes
 * @param failures this many in a row, and the process is killed; enough that one which is merely
 *     held up for a while survives
 */
public record Watch(HealthProbe probe, Duration every, int failures) {
  /** Twelve probes, one each five seconds. */
  public static Watch minute(HealthProbe probe) {
    return new Watch(probe, Duration.ofSeconds(5), 12);
  }
}
