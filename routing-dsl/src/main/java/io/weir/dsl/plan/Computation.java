package io.weir.dsl.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.value.Special;
import java.util.Optional;

/** A planned value of a document; immutable and thread-safe. */
public final class Computation {

  private final Node node;

  private Computation(Node node) {
    this.node = node;
  }

  /** Plans an expression that the checker has passed. */
  public static Computation of(Expression expression) {
    return new Computation(Planner.alone(expression));
  }

  /**
   * The value as JSON: what a path leads to exactly as it stands there, objects and arrays
   * included.
   *
   * @return null when it is undefined
   */
  public JsonNode json(Scope scope) {
    if (node instanceof Leaves.Path path) {
      return path.find(scope);
    }
    Object value = node.value(scope);
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (value instanceof Double number) {
      // JSON has no infinite numbers.
      return Double.isInfinite(number) ? null : number(number);
    }
    if (value instanceof Boolean bool) {
      return json.booleanNode(bool);
    }
    if (value instanceof String text) {
      return json.textNode(text);
    }
    return value == Special.NULL ? json.nullNode() : null;
  }

  /** The value as operators and functions see it, of the kinds that {@link Special} tells of. */
  public Object value(Scope scope) {
    return node.value(scope);
  }

  /**
   * A scalar as text, a number of a document as it is spelled there; empty for everything else, and
   * when anything goes wrong.
   */
  public Optional<String> text(Scope scope) {
    try {
      JsonNode json = json(scope);
      return json == null || json.isNull() || json.isContainerNode()
          ? Optional.empty()
          : Optional.of(json.asText());
    } catch (RuntimeException e) {
      // A message that cannot be read harms only what reads it (ROUTE-04).
      return Optional.empty();
    }
  }

  /** An integer where it is one. */
  public static JsonNode number(double number) {
    boolean whole = number == Math.rint(number) && Math.abs(number) < 1L << 53;
    return whole
        ? JsonNodeFactory.instance.numberNode((long) number)
        : JsonNodeFactory.instance.numberNode(number);
  }
}
