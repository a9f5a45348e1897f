package io.weir.dsl.plan;

import io.weir.dsl.syntax.BinaryOperator;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.value.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Recognizes the comparisons with constants. */
final class Comparisons {

  private final Terms terms;
  private final Planner planner;

  Comparisons(Terms terms, Planner planner) {
    this.terms = terms;
    this.planner = planner;
  }

  /** The expression as a comparison with constants, if it is one. */
  Optional<Comparison> of(Expression expression) {
    if (expression instanceof Expression.In in && !in.negated()) {
      return equality(in.value(), in.candidates());
    }
    if (expression instanceof Expression.Binary binary) {
      return of(binary.operator(), binary.left(), binary.right())
          .or(() -> of(mirrored(binary.operator()), binary.right(), binary.left()));
    }
    return Optional.empty();
  }

  private Optional<Comparison> of(BinaryOperator operator, Expression left, Expression right) {
    return switch (operator) {
      case EQUAL -> equality(left, List.of(right));
      case GREATER -> bound(left, 1, right, false);
      case GREATER_OR_EQUAL -> bound(left, 1, right, true);
      case LESS -> bound(left, -1, right, false);
      case LESS_OR_EQUAL -> bound(left, -1, right, true);
      default -> Optional.empty();
    };
  }

  private static BinaryOperator mirrored(BinaryOperator operator) {
    return switch (operator) {
      case GREATER -> BinaryOperator.LESS;
      case GREATER_OR_EQUAL -> BinaryOperator.LESS_OR_EQUAL;
      case LESS -> BinaryOperator.GREATER;
      case LESS_OR_EQUAL -> BinaryOperator.GREATER_OR_EQUAL;
      default -> operator;
    };
  }

  private Optional<Comparison> equality(Expression left, List<Expression> candidates) {
    Set<Object> values = new HashSet<>();
    for (Expression candidate : candidates) {
      Node node = planner.plan(candidate);
      if (!node.constant() || !Values.defined(node.value(null))) {
        return Optional.empty();
      }
      values.add(Comparison.key(node.value(null)));
    }
    return subject(left, 0).map(subject -> new Comparison.Equality(left, subject, values));
  }

  private Optional<Comparison> bound(Expression left, int sign, Expression right, boolean equal) {
    Node node = planner.plan(right);
    double number = node.constant() ? sign * node.number(null) : Double.NaN;
    // To be at least a number is to be more than the one before it.
    double bound = equal ? Math.nextDown(number) : number;
    return Double.isFinite(number)
        ? subject(left, sign).map(subject -> new Comparison.Bound(left, subject, bound))
        : Optional.empty();
  }

  private Optional<Comparison.Subject> subject(Expression left, int sign) {
    return planner.plan(left).constant()
        ? Optional.empty()
        : terms.of(left).map(term -> new Comparison.Subject(term, sign));
  }
}
