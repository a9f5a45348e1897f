package io.weir.dsl.check;

import io.weir.dsl.syntax.BinaryOperator;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.UnaryOperator;
import io.weir.dsl.value.Order;
import io.weir.dsl.value.Truth;
import io.weir.dsl.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds comparisons of one value with literals that cannot all be true. */
final class Contradictions {

  /** So many comparisons of one value are looked at; each is held against each other. */
  private static final int MAX_COMPARISONS = 64;

  /**
   * What one comparison asks of a value.
   *
   * @param literals one, or several with {@code =} for {@code in}; a set, since each of a long list
   *     may be looked for in another one
   */
  private record Wish(BinaryOperator operator, Set<Object> literals) {

    Object literal() {
      return literals.iterator().next();
    }

    boolean holds(Object value) {
      Object literal = literal();
      return switch (operator) {
        case EQUAL -> literals.contains(value);
        case NOT_EQUAL -> Values.equal(value, literal) == Truth.FALSE;
        case LESS -> Values.ordered(Order.LESS, value, literal) == Truth.TRUE;
        case LESS_OR_EQUAL -> Values.ordered(Order.LESS_OR_EQUAL, value, literal) == Truth.TRUE;
        case GREATER -> Values.ordered(Order.GREATER, value, literal) == Truth.TRUE;
        case GREATER_OR_EQUAL ->
            Values.ordered(Order.GREATER_OR_EQUAL, value, literal) == Truth.TRUE;
        case COALESCE, OR, AND, ADD, SUBTRACT, CONCAT, MULTIPLY, DIVIDE, REMAINDER -> true;
      };
    }

    boolean isLower() {
      return operator == BinaryOperator.GREATER || operator == BinaryOperator.GREATER_OR_EQUAL;
    }

    boolean isUpper() {
      return operator == BinaryOperator.LESS || operator == BinaryOperator.LESS_OR_EQUAL;
    }
  }

  private final Meanings meanings = new Meanings();

  /** Whether these conditions cannot all be true of one message. */
  boolean in(List<Expression> conditions) {
    Map<Integer, List<Wish>> wishes = new HashMap<>();
    for (Expression condition : conditions) {
      if (condition instanceof Expression.Binary binary && binary.operator().comparison()) {
        Optional<Object> left = literal(binary.left());
        Optional<Object> right = literal(binary.right());
        if (left.isEmpty() && right.isPresent()) {
          add(wishes, binary.left(), new Wish(binary.operator(), Set.of(right.get())));
        } else if (left.isPresent() && right.isEmpty()) {
          add(wishes, binary.right(), new Wish(turned(binary.operator()), Set.of(left.get())));
        }
      } else if (condition instanceof Expression.In in && !in.negated()) {
        List<Object> literals =
            in.candidates().stream().flatMap(candidate -> literal(candidate).stream()).toList();
        if (literals.size() == in.candidates().size() && literal(in.value()).isEmpty()) {
          add(wishes, in.value(), new Wish(BinaryOperator.EQUAL, new HashSet<>(literals)));
        }
      }
    }
    return wishes.values().stream().anyMatch(all -> !canAllHold(all));
  }

  private void add(Map<Integer, List<Wish>> wishes, Expression value, Wish wish) {
    List<Wish> all = wishes.computeIfAbsent(meanings.of(value), key -> new ArrayList<>());
    if (all.size() < MAX_COMPARISONS) {
      all.add(wish);
    }
  }

  private static boolean canAllHold(List<Wish> wishes) {
    for (Wish wish : wishes) {
      if (wish.operator == BinaryOperator.EQUAL) {
        return wish.literals.stream()
            .anyMatch(value -> wishes.stream().allMatch(other -> other.holds(value)));
      }
    }
    return wishes.stream()
        .filter(Wish::isLower)
        .noneMatch(lower -> wishes.stream().anyMatch(upper -> isEmpty(lower, upper)));
  }

  /**
   * Whether nothing lies between the two; numbers and strings lie close enough to find something.
   */
  private static boolean isEmpty(Wish lower, Wish upper) {
    Object from = lower.literal();
    Object to = upper.literal();
    if (!upper.isUpper() || from instanceof Boolean || to instanceof Boolean) {
      return false;
    }
    boolean touching = upper.holds(from) && lower.holds(to);
    return !touching && Values.ordered(Order.LESS, from, to) != Truth.TRUE;
  }

  private static BinaryOperator turned(BinaryOperator operator) {
    return switch (operator) {
      case LESS -> BinaryOperator.GREATER;
      case LESS_OR_EQUAL -> BinaryOperator.GREATER_OR_EQUAL;
      case GREATER -> BinaryOperator.LESS;
      case GREATER_OR_EQUAL -> BinaryOperator.LESS_OR_EQUAL;
      case COALESCE,
          OR,
          AND,
          EQUAL,
          NOT_EQUAL,
          ADD,
          SUBTRACT,
          CONCAT,
          MULTIPLY,
          DIVIDE,
          REMAINDER ->
          operator;
    };
  }

  private static Optional<Object> literal(Expression expression) {
    if (expression instanceof Expression.Text text) {
      return Optional.of(text.value());
    }
    if (expression instanceof Expression.Numeral numeral) {
      return Optional.of(numeral.value());
    }
    if (expression instanceof Expression.Bool bool) {
      return Optional.of(bool.value());
    }
    boolean negative =
        expression instanceof Expression.Unary unary && unary.operator() == UnaryOperator.MINUS;
    return negative
        ? literal(((Expression.Unary) expression).operand())
            .filter(Double.class::isInstance)
            .map(number -> 0.0 - (Double) number) // zero has one sign, so that it equals itself
        : Optional.empty();
  }
}
