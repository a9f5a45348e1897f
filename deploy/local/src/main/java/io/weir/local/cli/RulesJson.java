package io.weir.local.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.Diagnostic;
import io.weir.dsl.Enrichment;
import io.weir.dsl.Route;
import io.weir.dsl.RuleSet;
import io.weir.dsl.endpoint.Endpoint;

/** Rule sets and diagnostics as JSON, and the words for them that tables use. */
final class RulesJson {
  private RulesJson() {}

  /**
   * {@code {"fallback", "endpoints": [{"name", "type", ...}], "routes": [...], "enrichments":
   * [...], "patterns": [...]}}.
   */
  static void describe(ObjectNode target, RuleSet rules) {
    target.put("fallback", rules.fallback());
    ArrayNode endpoints = target.putArray("endpoints");
    for (Endpoint endpoint : rules.endpoints()) {
      EndpointWords.describe(endpoints.addObject(), endpoint);
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
}
