package io.weir.dsl.plan;

import io.weir.dsl.syntax.Expression;
import java.util.Set;

/**
 * A comparison with constants, true when it holds for one of them. Those of many conditions with
 * equal subjects are decided at once.
 *
 * @param left what is compared
 * @param constants as the relation needs them; see there
 */
record Comparison(Expression left, Subject subject, Set<Object> constants) {

  Comparison {
    constants = Set.copyOf(constants);
  }

  /** The constant of {@link Relation#WITHIN}. */
  Range range() {
    return (Range) constants.iterator().next();
  }

  /** What is compared, and how. */
  record Subject(Terms.Term left, Relation relation) {}

  /** Those that leave fewer conditions to judge come first. */
  enum Relation {
    /** Equal to one of the constants, each as {@link #key} writes it. */
    EQUAL,
    /** Begins with the constant, a string. */
    PREFIX,
    /** A number of the constant, a {@link Range}. */
    WITHIN
  }

  /** Values are equal when their keys are: there are two zeros. */
  static Object key(Object value) {
    return value instanceof Double number ? (Object) (number + 0.0) : value;
  }
}
