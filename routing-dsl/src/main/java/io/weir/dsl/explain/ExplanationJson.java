package io.weir.dsl.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Explanations for programs. */
public final class ExplanationJson {

  private ExplanationJson() {}

  /**
   * {@code {"routes": [{"name", "verdict", "because", "to": ["alerts"]}], "endpoints": ["alerts"],
   * "fallback", "twinVersion"}}; the version is there when a route read a twin that has one.
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
      put(each, "to", route.endpoints());
    }
    put(json, "endpoints", explanation.endpoints());
    json.put("fallback", explanation.fallback());
    explanation.twinVersion().ifPresent(version -> json.put("twinVersion", version));
    return json;
  }

  /** What {@link #of} made; what else the object holds is not looked at. */
  public static Explanation read(JsonNode json) {
    List<RouteExplanation> routes = new ArrayList<>();
    for (JsonNode route : json.path("routes")) {
      routes.add(
          new RouteExplanation(
              route.path("name").asText(),
              names(route.path("to")),
              Verdict.named(route.path("verdict").asText()),
              because(route.path("because"))));
    }
    JsonNode version = json.path("twinVersion");
    return new Explanation(
        routes,
        names(json.path("endpoints")),
        json.path("fallback").asBoolean(),
        version.isNumber() ? OptionalLong.of(version.longValue()) : OptionalLong.empty());
  }

  private static Because because(JsonNode json) {
    List<Seen> saw = new ArrayList<>();
    json.path("saw").forEach(seen -> saw.add(seen(seen)));
    return new Because(
        seen(json),
        new Lines.Position(json.path("line").asInt(), json.path("column").asInt()),
        saw);
  }

  private static Seen seen(JsonNode json) {
    Optional<JsonNode> value = Optional.ofNullable(json.get("value"));
    JsonNode remark = json.path(value.isPresent() ? "note" : "undefined");
    return new Seen(
        json.path("expression").asText(),
        value,
        remark.isTextual() ? Optional.of(remark.textValue()) : Optional.empty());
  }

  private static List<String> names(JsonNode json) {
    List<String> names = new ArrayList<>();
    json.forEach(name -> names.add(name.asText()));
    return names;
  }

  private static void put(ObjectNode json, String field, List<String> names) {
    ArrayNode array = json.putArray(field);
    names.forEach(array::add);
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
