package io.weir.edge.auth;

import io.weir.device.error.HubError;
import io.weir.device.identity.Identity;
import java.time.Instant;

/** What the hub thinks of a device's credentials. */
public sealed interface Verdict {

  /**
   * @param expiry when the connection has to end; null when never
   */
  record Admitted(Identity identity, Instant expiry, AuthMethod method) implements Verdict {

    private static final Instant FAR_AWAY = Instant.ofEpochMilli(Long.MAX_VALUE);

    /** The expiry in epoch milliseconds; null when never, or later than these can say. */
    public Long expires() {
      return expiry == null || expiry.isAfter(FAR_AWAY) ? null : expiry.toEpochMilli();
    }
  }

  /**
   * To the device all refusals look the same, unless the hub itself is in trouble (AUTH-17).
   *
   * @param reason one sentence for the operator; no secret
   */
  record Refused(HubError error, String reason) implements Verdict {}
}
