package io.weir.dsl.plan;

import io.weir.dsl.syntax.Expression;
import java.util.Set;

/** A comparison with constants: those of many conditions with one subject are decided at once. */
sealed interface Comparison {

  /** What is compared. */
  Expression left();

  /** Comparisons with equal subjects are decided together. */
  Subject subject();

  /**
   * What is compared, and how.
   *
   * @param sign 0 for equality, 1 for lower bounds, -1 for upper bounds
   */
  record Subject(Terms.Term left, int sign) {}

  /** Equal to one of the values, each as {@link #key} writes it. */
  record Equality(Expression left, Subject subject, Set<Object> values) implements Comparison {
    public Equality {
      values = Set.copyOf(values);
    }
  }

  /** More than a number, once both are multiplied by the subject's sign. */
  record Bound(Expression left, Subject subject, double number) implements Comparison {}

  /** Values are equal when their keys are: there are two zeros. */
  static Object key(Object value) {
    return value instanceof Double number ? (Object) (number + 0.0) : value;
  }
}
