package io.weir.local.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.Diagnostic;
import io.weir.dsl.Enrichment;
import io.weir.dsl.Route;
import io.weir.dsl.RuleSet;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.FilesEndpoint;
import io.weir.dsl.endpoint.KafkaEndpoint;
import io.weir.dsl.endpoint.WebhookEndpoint;

/** Rule sets and diagnostics as JSON, and the words for them that tables use. */
final class RulesJson {
  private RulesJson() {}

  /**
   * {@code {"fallback", "endpoints": [{"name", "type", ...}], "routes": [...], "enrichments":
   * [...], "patterns": [...]}}; an endpoint has its options by their names in rule files, durations
   * in milliseconds and sizes in bytes.
   */
  static void describe(ObjectNode target, RuleSet rules) {
    target.put("fallback", rules.fallback());
    ArrayNode endpoints = target.putArray("endpoints");
    for (Endpoint endpoint : rules.endpoints()) {
      ObjectNode node = endpoints.addObject();
      node.put("name", endpoint.name());
      node.put("type", type(endpoint));
      describe(node, endpoint);
    }
    ArrayNode routes = target.putArray("routes");
    for (Route route : rules.routes()) {
      ObjectNode node = routes.addObject();
      node.put("name", route.name());
      node.put("source", route.source().wireName());
      node.put("condition", route.conditionText());
      ArrayNode to = node.putArray("endpoints");
      route.endpoints().forEach(endpoint -> to.add(endpoint.name()));
    }
    ArrayNode enrichments = target.putArray("enrichments");
    for (Enrichment enrichment : rules.enrichments()) {
      ObjectNode node = enrichments.addObject();
      node.put("key", enrichment.key()).put("value", enrichment.valueText());
      ArrayNode of = node.putArray("endpoints");
      enrichment.endpoints().forEach(endpoint -> of.add(endpoint.name()));
    }
    ArrayNode patterns = target.putArray("patterns");
    rules.patterns().forEach(pattern -> patterns.addObject().put("name", pattern.name()));
  }

  private static void describe(ObjectNode node, Endpoint endpoint) {
    if (endpoint instanceof KafkaEndpoint kafka) {
      node.put("topic", kafka.topic()).put("delivery", kafka.delivery().wireName());
      kafka.bootstrap().ifPresent(bootstrap -> node.put("bootstrap", bootstrap));
      kafka.secret().ifPresent(secret -> node.put("secret", secret));
    } else if (endpoint instanceof FilesEndpoint files) {
      node.put("path", files.path())
          .put("format", files.format().wireName())
          .put("pattern", files.pattern())
          .put("roll", files.roll().toMillis())
          .put("roll-size", files.rollSize());
    } else if (endpoint instanceof WebhookEndpoint webhook) {
      node.put("url", webhook.url().toString())
          .put("batch", webhook.batch())
          .put("within", webhook.within().toMillis())
          .put("timeout", webhook.timeout().toMillis());
      webhook.secret().ifPresent(secret -> node.put("secret", secret));
    }
  }

  /** {@code {"severity", "file", "line", "column", "length", "message"}}. */
  static void describe(ObjectNode target, Diagnostic diagnostic) {
    target
        .put("severity", diagnostic.severity().word())
        .put("file", diagnostic.file())
        .put("line", diagnostic.line())
        .put("column", diagnostic.column())
        .put("length", diagnostic.length())
        .put("message", diagnostic.message());
  }

  /** {@code 2 endpoints, 1 route, fallback on}. */
  static String inWords(RuleSet rules) {
    return counted(rules.endpoints().size(), "endpoint")
        + ", "
        + counted(rules.routes().size(), "route")
        + ", fallback "
        + (rules.fallback() ? "on" : "off");
  }

  /** {@code 1 error}, {@code 2 errors}. */
  static String counted(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  static String type(Endpoint endpoint) {
    if (endpoint instanceof KafkaEndpoint) {
      return "kafka";
    }
    if (endpoint instanceof FilesEndpoint) {
      return "files";
    }
    return endpoint instanceof WebhookEndpoint ? "webhook" : "built-in";
  }
}
