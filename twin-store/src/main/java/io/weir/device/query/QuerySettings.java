package io.weir.device.query;

import java.time.Duration;

/**
 * What one query may cost.
 *
 * @param maxScanned twins that one request may read
 * @param maxGroups groups, or distinct rows, that are kept in memory
 * @param maxRunning queries of a node at a time
 * @param deadline of one request
 */
public record QuerySettings(long maxScanned, int maxGroups, int maxRunning, Duration deadline) {

  public static final QuerySettings DEFAULT =
      new QuerySettings(2_000_000, 10_000, 8, Duration.ofMinutes(2));
}
