package io.weir.dsl.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Explanations for programs. */
public final class ExplanationJson {

  private ExplanationJson() {}

  /**
   * {@code {"routes": [{"name", "verdict", "because"}], "endpoints": ["alerts"], "fallback",
   * "twinVersion"}}; the version is there when a route read a twin that has one.
   *
   * <p>{@code because} is {@code {"expression", "line", "column", "value", "saw": [{"expression",
   * "value"}]}}. Where something was undefined, {@code value} is missing; {@code undefined} says
   * why, where that is known. {@code note} says what is odd about a value.
   */
  public static ObjectNode of(Explanation explanation) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode routes = json.putArray("routes");
    for (RouteExplanation route : explanation.routes()) {
      ObjectNode each = routes.addObject();
      each.put("name", route.name());
      each.put("verdict", route.verdict().word());
      each.set("because", of(route.because()));
    }
    ArrayNode endpoints = json.putArray("endpoints");
    explanation.endpoints().forEach(endpoints::add);
    json.put("fallback", explanation.fallback());
    explanation.twinVersion().ifPresent(version -> json.put("twinVersion", version));
    return json;
  }

  private static ObjectNode of(Because because) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("expression", because.result().expression());
    json.put("line", because.position().line());
    json.put("column", because.position().column());
    value(json, because.result());
    ArrayNode saw = json.putArray("saw");
    for (Seen seen : because.saw()) {
      value(saw.addObject().put("expression", seen.expression()), seen);
    }
    return json;
  }

  private static void value(ObjectNode json, Seen seen) {
    seen.value().ifPresent(value -> json.set("value", value));
    seen.remark()
        .ifPresent(remark -> json.put(seen.value().isPresent() ? "note" : "undefined", remark));
  }
}
