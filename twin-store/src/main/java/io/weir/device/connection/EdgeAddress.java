package io.weir.device.connection;

import java.util.Objects;

/**
 * Where an edge node reads: the partition of the topic {@code edge} that it leases, and which of
 * its lives holds the lease. A message for another incarnation is ignored.
 */
public record EdgeAddress(int partition, String incarnation) {
  public EdgeAddress {
    Objects.requireNonNull(incarnation, "incarnation");
    if (partition < 0) {
      throw new IllegalArgumentException("partition: " + partition + " (expected: 0 or more)");
    }
  }
}
