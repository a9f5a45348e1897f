package io.weir.jobs.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.explain.Verdict;
import java.util.Iterator;

/**
 * Makes explanations short enough to be kept: a rule set may have thousands of routes, and each may
 * look at a whole body.
 */
public final class Brief {

  private static final int MAX_VALUE = 500;
  private static final int MAX_CHARACTERS = 128 * 1024;

  private Brief() {}

  /**
   * The explanation as text, of no more than 128 K characters.
   *
   * @param explanation as {@code ExplanationJson} makes it; it is changed. Longer values are cut.
   *     Routes that did not match are left out before others, the last first; {@code leftOut} says
   *     how many
   */
  public static String text(ObjectNode explanation) {
    ArrayNode routes = explanation.withArray("routes");
    routes.forEach(route -> cutValues(route.path("because")));
    int size = explanation.toString().length();
    if (size > MAX_CHARACTERS) {
      int before = routes.size();
      size = leaveOut(routes, size, Verdict.NOT_MATCHED);
      for (Verdict verdict : Verdict.values()) {
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

  private static void cutValues(JsonNode because) {
    cutValue(because);
    Iterator<JsonNode> saw = because.path("saw").elements();
    while (saw.hasNext()) {
      cutValue(saw.next());
    }
  }

  private static void cutValue(JsonNode seen) {
    cut(seen, "expression");
    cut(seen, "value");
  }

  private static void cut(JsonNode seen, String field) {
    JsonNode value = seen.get(field);
    if (value != null && seen instanceof ObjectNode object) {
      String text = value.isTextual() ? value.textValue() : value.toString();
      if (text.length() > MAX_VALUE) {
        object.put(field, text.substring(0, MAX_VALUE) + "...");
      }
    }
  }
}
