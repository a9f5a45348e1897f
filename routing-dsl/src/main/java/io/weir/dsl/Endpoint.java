package io.weir.dsl;

/** Where a route can send messages to. */
public sealed interface Endpoint permits KafkaEndpoint, EventsEndpoint {

  /** The name that routes use; unique in a rule set without regard to case. */
  String name();
}
