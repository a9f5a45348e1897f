package io.weir.device.explain;

import java.util.Objects;

/**
 * What became of a message at one endpoint.
 *
 * @param detail one line, such as why it was refused; empty when there is nothing to say
 * @param time epoch milliseconds
 */
public record EndpointAnswer(State state, String detail, long time) {

  public EndpointAnswer {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(detail, "detail");
  }

  /** How far the message has come. */
  public enum State {
    /** The hub's Kafka has it, on all replicas that are in step. */
    ACKNOWLEDGED("acknowledged"),
    /** The endpoint has it for good. */
    DELIVERED("delivered"),
    /** The endpoint did not take it, and is asked again. */
    RETRYING("retrying"),
    /** The endpoint does not take it; it is in the endpoint's dead letters. */
    DEAD_LETTERED("dead-lettered"),
    /** It was to go nowhere. */
    DROPPED("dropped");

    private final String wireName;

    State(String wireName) {
      this.wireName = wireName;
    }

    /** As it stands in JSON. */
    public String wireName() {
      return wireName;
    }
  }
}
