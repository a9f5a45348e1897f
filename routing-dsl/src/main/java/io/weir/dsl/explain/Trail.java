package io.weir.dsl.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.syntax.Shown;
import java.util.List;

/** Follows a path into a document to the step at which it leads nowhere. */
final class Trail {

  private String place;
  private JsonNode node;

  /**
   * @param root how rules name the document, such as {@code $body}
   */
  Trail(String root, JsonNode document) {
    this.place = root;
    this.node = document;
  }

  /** Why there is no value at the path's end. */
  String lost(List<PathStep> path) {
    for (PathStep step : path) {
      JsonNode next =
          step instanceof PathStep.Member member
              ? node.get(member.name())
              : node.get(((PathStep.Element) step).index());
      if (next == null) {
        return missing(step);
      }
      place += text(step);
      node = next;
    }
    return place + " is " + kind() + ", which has no value";
  }

  private String missing(PathStep step) {
    if (step instanceof PathStep.Member member) {
      return node.isObject()
          ? place + " has no member '" + Shown.text(member.name()) + "'"
          : place + " is " + kind() + " (expected: an object with '" + member.name() + "')";
    }
    return node.isArray()
        ? place + " has " + node.size() + (node.size() == 1 ? " element" : " elements")
        : place + " is " + kind() + " (expected: an array)";
  }

  private String kind() {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case STRING -> "a string";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      case BINARY -> "a byte string";
      case MISSING, POJO -> "no JSON";
    };
  }

  private static String text(PathStep step) {
    return step instanceof PathStep.Member member
        ? "." + Shown.text(member.name())
        : "[" + ((PathStep.Element) step).index() + "]";
  }
}
