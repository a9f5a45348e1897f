package io.weir.device.connection;

import java.util.Objects;

/** One connection of one device; compared for equality, never for order. */
public record ConnectionId(String incarnation, long counter) {
  public ConnectionId {
    Objects.requireNonNull(incarnation, "incarnation");
  }
}
