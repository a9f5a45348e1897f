package io.weir.dsl.plan;

import io.weir.dsl.syntax.Expression;
import io.weir.dsl.value.Truth;
import java.util.Optional;

/** A planned condition; immutable and thread-safe. */
public final class Condition {

  private final Node node;

  Condition(Node node) {
    this.node = node;
  }

  /** Plans an expression that the checker has passed; what it would not pass is undefined. */
  public static Condition of(Expression expression) {
    return new Condition(Planner.alone(expression));
  }

  /** Its truth for every message, when that is known. */
  public Optional<Truth> constant() {
    return node.constant() ? Optional.of(node.truth(null)) : Optional.empty();
  }

  /** Its truth for one message; undefined when anything goes wrong, never an exception. */
  public Truth test(Scope scope) {
    try {
      return node.truth(scope);
    } catch (RuntimeException e) {
      // A message that cannot be read harms only the rules that read it (ROUTE-04).
      return Truth.UNDEFINED;
    }
  }
}
