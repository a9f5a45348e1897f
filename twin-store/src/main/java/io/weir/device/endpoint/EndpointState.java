package io.weir.device.endpoint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How an endpoint does ({@code ROUTE-15}). */
public enum EndpointState {
  /** Nothing was sent to it yet. */
  UNKNOWN(0),
  /** It takes what it is sent. */
  HEALTHY(1),
  /** It fails since a moment ago, has refused messages, or comes back from a failure. */
  DEGRADED(2),
  /** It takes nothing; the hub goes on trying. */
  UNHEALTHY(3),
  /** It has taken nothing for an hour; the hub still goes on trying. */
  DEAD(4);

  private final int level;

  EndpointState(int level) {
    this.level = level;
  }

  /** As a metric: the higher, the worse. */
  public int level() {
    return level;
  }

  /** Such as {@code healthy}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of that name. */
  public static Optional<EndpointState> named(String name) {
    return Arrays.stream(values()).filter(state -> state.wireName().equals(name)).findAny();
  }
}
