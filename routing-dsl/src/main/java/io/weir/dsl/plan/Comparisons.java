package io.weir.dsl.plan;

import io.weir.dsl.plan.Comparison.Relation;
import io.weir.dsl.syntax.BinaryOperator;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.value.Order;
import io.weir.dsl.value.Special;
import io.weir.dsl.value.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Recognizes the comparisons with constants. */
final class Comparisons {

  private static final String PREFIX = "starts_with";

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
    if (expression instanceof Expression.Call call
        && call.name().equalsIgnoreCase(PREFIX)
        && call.arguments().size() == 2) {
      return prefix(call.arguments().get(0), call.arguments().get(1));
    }
    if (expression instanceof Expression.Between between && !between.negated()) {
      return within(between.value(), Range.between(number(between.low()), number(between.high())));
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
      case GREATER -> within(left, Range.of(Order.GREATER, number(right)));
      case GREATER_OR_EQUAL -> within(left, Range.of(Order.GREATER_OR_EQUAL, number(right)));
      case LESS -> within(left, Range.of(Order.LESS, number(right)));
      case LESS_OR_EQUAL -> within(left, Range.of(Order.LESS_OR_EQUAL, number(right)));
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
      Object value = constant(candidate);
      if (!Values.defined(value)) {
        return Optional.empty();
      }
      values.add(Comparison.key(value));
    }
    return comparison(left, Relation.EQUAL, values);
  }

  private Optional<Comparison> prefix(Expression left, Expression right) {
    return constant(right) instanceof String prefix
        ? comparison(left, Relation.PREFIX, Set.of(prefix))
        : Optional.empty();
  }

  private Optional<Comparison> within(Expression left, Optional<Range> range) {
    return range.flatMap(numbers -> comparison(left, Relation.WITHIN, Set.of(numbers)));
  }

  private Optional<Comparison> comparison(
      Expression left, Relation relation, Set<Object> constants) {
    return planner.plan(left).constant()
        ? Optional.empty()
        : Optional.of(
            new Comparison(left, new Comparison.Subject(terms.of(left), relation), constants));
  }

  /** {@code NaN} when it is none. */
  private double number(Expression expression) {
    return Values.number(constant(expression));
  }

  /** Undefined when it is none. */
  private Object constant(Expression expression) {
    Node node = planner.plan(expression);
    return node.constant() ? node.value(null) : Special.UNDEFINED;
  }
}
