package io.weir.jobs.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.explain.Verdict;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Makes explanations short enough to be kept: a rule set may have thousands of routes, and each may
 * look at a whole body.
 */
public final class Brief {

  private static final int MAX_TEXT = 500;
  private static final int MAX_CHARACTERS = 128 * 1024;

  /** Of what is too much, that which says least goes first. */
  private static final List<Verdict> LEFT_OUT =
      List.of(Verdict.NOT_MATCHED, Verdict.MATCHED, Verdict.UNDEFINED, Verdict.ERROR);

  private final ObjectNode explanation;

  /** Many routes look at one and the same value. */
  private final IdentityHashMap<JsonNode, String> texts = new IdentityHashMap<>();

  private Brief(ObjectNode explanation) {
    this.explanation = explanation;
  }

  /**
   * The explanation as text, of no more than 128 K characters.
   *
   * @param explanation as {@code ExplanationJson} makes it; it is changed. Longer texts and values
   *     are cut. Routes that did not match are left out before others, the last first; {@code
   *     leftOut} says how many
   */
  public static String text(ObjectNode explanation) {
    return new Brief(explanation).text();
  }

  private String text() {
    ArrayNode routes = explanation.withArray("routes");
    for (JsonNode route : routes) {
      cut(route.path("because"));
      route.path("because").path("saw").forEach(this::cut);
    }
    int size = explanation.toString().length();
    if (size > MAX_CHARACTERS) {
      int before = routes.size();
      for (Verdict verdict : LEFT_OUT) {
        size = leaveOut(routes, size, verdict);
      }
      explanation.put("leftOut", before - routes.size());
    }
    return explanation.toString();
  }

  private static int leaveOut(ArrayNode routes, int size, Verdict verdict) {
    int left = size;
    for (int i = routes.size() - 1; i >= 0 && left > MAX_CHARACTERS - 100; i--) {
      JsonNode route = routes.get(i);
      if (route.path("verdict").asText().equals(verdict.word())) {
        left -= route.toString().length() + 1;
        routes.remove(i);
      }
    }
    return left;
  }

  private void cut(JsonNode seen) {
    if (seen instanceof ObjectNode object) {
      for (String field : List.of("expression", "value", "undefined", "note")) {
        JsonNode value = object.get(field);
        if (value != null && (value.isTextual() || value.isContainerNode())) {
          String text = texts.computeIfAbsent(value, Brief::asText);
          if (text.length() > MAX_TEXT) {
            object.put(field, text.substring(0, MAX_TEXT) + "...");
          }
        }
      }
    }
  }

  private static String asText(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }
}
