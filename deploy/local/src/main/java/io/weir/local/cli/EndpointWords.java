package io.weir.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.endpoint.DropEndpoint;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.endpoint.FilesEndpoint;
import io.weir.dsl.endpoint.KafkaEndpoint;
import io.weir.dsl.endpoint.WebhookEndpoint;

/** Endpoints in words, for tables, and as JSON. */
final class EndpointWords {
  private EndpointWords() {}

  /** {@code kafka}, {@code files}, {@code webhook} or {@code built-in}. */
  static String type(Endpoint endpoint) {
    if (endpoint instanceof KafkaEndpoint) {
      return "kafka";
    }
    if (endpoint instanceof FilesEndpoint) {
      return "files";
    }
    if (endpoint instanceof WebhookEndpoint) {
      return "webhook";
    }
    if (endpoint instanceof EventsEndpoint || endpoint instanceof DropEndpoint) {
      return "built-in";
    }
    throw new IllegalStateException("endpoint: " + endpoint + " (expected: a known kind)");
  }

  /** Where messages go: a topic, with its servers when they are others; a path; a URL. */
  static String address(Endpoint endpoint) {
    if (endpoint instanceof KafkaEndpoint kafka) {
      return kafka.topic() + kafka.bootstrap().map(servers -> " at " + servers).orElse("");
    }
    if (endpoint instanceof FilesEndpoint files) {
      return files.path();
    }
    return endpoint instanceof WebhookEndpoint webhook ? webhook.url().toString() : "";
  }

  /** {@code {"name", "type"}} and what the kind has. */
  static void describe(ObjectNode target, Endpoint endpoint) {
    target.put("name", endpoint.name()).put("type", type(endpoint));
    if (endpoint instanceof KafkaEndpoint kafka) {
      target.put("topic", kafka.topic());
      target.put("delivery", kafka.delivery().wireName());
      kafka.bootstrap().ifPresent(servers -> target.put("bootstrap", servers));
    } else if (endpoint instanceof FilesEndpoint files) {
      target.put("path", files.path());
      target.put("format", files.format().wireName());
      target.put("pattern", files.pattern());
      target.put("rollSeconds", files.roll().toSeconds());
      target.put("rollBytes", files.rollSize());
    } else if (endpoint instanceof WebhookEndpoint webhook) {
      target.put("url", webhook.url().toString());
      target.put("batch", webhook.batch());
      target.put("withinMillis", webhook.within().toMillis());
      target.put("timeoutMillis", webhook.timeout().toMillis());
    }
  }
}
