package io.weir.device.endpoint;

import java.time.Duration;

/**
 * What is known of how an endpoint does, from which {@link #state} follows at any time ({@code
 * ROUTE-15}). Times are epoch milliseconds, {@link #NOT_YET} for what was never.
 *
 * @param failingSince the first failure since the last success
 * @param lastTrouble the last failure or refusal
 * @param lastSuccess the last delivery
 * @param lastError what the last trouble was; empty for none
 */
public record Health(long failingSince, long lastTrouble, long lastSuccess, String lastError) {

  /** No time. */
  public static final long NOT_YET = 0;

  /** Nothing happened yet. */
  public static final Health NEVER = new Health(NOT_YET, NOT_YET, NOT_YET, "");

  /** Shorter failures are a hiccup. */
  static final Duration UNHEALTHY_AFTER = Duration.ofSeconds(10);

  static final Duration DEAD_AFTER = Duration.ofHours(1);

  /** So long after its last trouble an endpoint is well again. */
  static final Duration RECOVERS_IN = Duration.ofMinutes(1);

  /** Something was delivered. */
  public Health succeeded(long now) {
    return new Health(NOT_YET, lastTrouble, now, lastError);
  }

  /** Nothing can be delivered. */
  public Health failed(long now, String error) {
    return new Health(failingSince == NOT_YET ? now : failingSince, now, lastSuccess, error);
  }

  /** Something was refused, by an endpoint that answers. */
  public Health troubled(long now, String reason) {
    return new Health(NOT_YET, now, lastSuccess, reason);
  }

  /** Of two parts of an endpoint: the whole fails as long as one of them does. */
  public Health and(Health other) {
    boolean otherIsLater = other.lastTrouble > lastTrouble;
    return new Health(
        earlier(failingSince, other.failingSince),
        Math.max(lastTrouble, other.lastTrouble),
        Math.max(lastSuccess, other.lastSuccess),
        otherIsLater ? other.lastError : lastError);
  }

  /** Goes on from what an earlier run knew: a restart ends no failure. */
  public Health since(Health before) {
    Health both = and(before);
    return lastSuccess == NOT_YET
        ? both
        : new Health(failingSince, both.lastTrouble, lastSuccess, both.lastError);
  }

  public EndpointState state(long now) {
    if (failingSince != NOT_YET) {
      long failing = now - failingSince;
      if (failing > DEAD_AFTER.toMillis()) {
        return EndpointState.DEAD;
      }
      return failing >= UNHEALTHY_AFTER.toMillis()
          ? EndpointState.UNHEALTHY
          : EndpointState.DEGRADED;
    }
    if (lastTrouble != NOT_YET && now - lastTrouble < RECOVERS_IN.toMillis()) {
      return EndpointState.DEGRADED;
    }
    return lastSuccess == NOT_YET ? EndpointState.UNKNOWN : EndpointState.HEALTHY;
  }

  private static long earlier(long one, long other) {
    if (one == NOT_YET || other == NOT_YET) {
      return Math.max(one, other);
    }
    return Math.min(one, other);
  }
}
