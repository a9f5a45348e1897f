package io.weir.device.endpoint;

import java.util.Objects;

/**
 * An endpoint as its sender reported it last.
 *
 * @param name in lower case: an endpoint's name is the same in any
 * @param kind such as {@code webhook}
 * @param since when it came into the state; epoch milliseconds
 * @param delivered messages, since the endpoint's first one
 * @param deadLettered messages, likewise
 * @param lag messages that wait in the outbox
 */
public record EndpointStatus(
    String name,
    String kind,
    EndpointState state,
    long since,
    Health health,
    long delivered,
    long deadLettered,
    long lag) {

  public EndpointStatus {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(health, "health");
  }
}
