package io.weir.device.query;

import io.weir.device.connection.Presence;
import java.util.Objects;

/**
 * Who is connected, and when it was here.
 *
 * @param connected whether a living node holds it
 */
public record TwinPresence(boolean connected, Presence presence) {

  static final TwinPresence UNASKED = new TwinPresence(false, Presence.NEVER);

  public TwinPresence {
    Objects.requireNonNull(presence, "presence");
  }
}
