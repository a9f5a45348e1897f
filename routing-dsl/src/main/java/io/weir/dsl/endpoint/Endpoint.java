package io.weir.dsl.endpoint;

/** Where a route can send messages to. */
public sealed interface Endpoint
    permits KafkaEndpoint, FilesEndpoint, WebhookEndpoint, EventsEndpoint, DropEndpoint {

  /** The name that routes use; unique in a rule set without regard to case. */
  String name();
}
