package io.weir.device.connection;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * When a device was here, and what it wants to hear. Kept while nobody holds the device.
 *
 * @param stateUpdatedTime when it came or went last, epoch milliseconds
 * @param lastActivityTime when it was heard of, coarsely, epoch milliseconds
 * @param subscriptions of the present connection, or of the session that outlives it (MQTT-25)
 */
public record Presence(
    long stateUpdatedTime, long lastActivityTime, Set<Subscription> subscriptions) {

  /** Never heard of. */
  public static final Presence NEVER = new Presence(0, 0, Set.of());

  public Presence {
    // In one order, so that equal states are equal bytes.
    subscriptions =
        subscriptions == null
            ? Set.of()
            : Collections.unmodifiableSet(new TreeSet<>(subscriptions));
  }
}
