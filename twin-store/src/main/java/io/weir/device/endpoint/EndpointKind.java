package io.weir.device.endpoint;

import io.weir.dsl.endpoint.DropEndpoint;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.endpoint.FilesEndpoint;
import io.weir.dsl.endpoint.KafkaEndpoint;
import io.weir.dsl.endpoint.WebhookEndpoint;

/** What an endpoint is, in one word. */
public enum EndpointKind {
  KAFKA("kafka"),
  FILES("files"),
  WEBHOOK("webhook"),
  BUILT_IN("built-in"),
  DROP("drop");

  private final String wireName;

  EndpointKind(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  public static EndpointKind of(Endpoint endpoint) {
    if (endpoint instanceof KafkaEndpoint) {
      return KAFKA;
    }
    if (endpoint instanceof FilesEndpoint) {
      return FILES;
    }
    if (endpoint instanceof WebhookEndpoint) {
      return WEBHOOK;
    }
    if (endpoint instanceof EventsEndpoint) {
      return BUILT_IN;
    }
    if (endpoint instanceof DropEndpoint) {
      return DROP;
    }
    throw new IllegalArgumentException("endpoint: " + endpoint + " (expected: a known kind)");
  }
}
