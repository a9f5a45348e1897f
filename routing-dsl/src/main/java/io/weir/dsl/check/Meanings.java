package io.weir.dsl.check;

import io.weir.dsl.syntax.BinaryOperator;
import io.weir.dsl.syntax.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Numbers expressions, so that those that mean the same have the same number wherever they stand.
 * Case of names, and the order in {@code and}, {@code or} and {@code =}, make no difference.
 */
final class Meanings {

  /** The kind, what it says itself, and the numbers of what it consists of. */
  private record Meaning(Class<?> kind, Object says, List<Integer> parts) {}

  private final Map<Meaning, Integer> numbers = new HashMap<>();

  int of(Expression expression) {
    Meaning meaning = new Meaning(expression.getClass(), says(expression), parts(expression));
    Integer known = numbers.putIfAbsent(meaning, numbers.size());
    return known == null ? numbers.size() - 1 : known;
  }

  private List<Integer> parts(Expression expression) {
    List<Expression> parts = expression.children();
    boolean anyOrder = false;
    if (expression instanceof Expression.Binary binary) {
      BinaryOperator operator = binary.operator();
      if (operator == BinaryOperator.AND || operator == BinaryOperator.OR) {
        parts = Chains.operands(binary, operator);
        anyOrder = true;
      } else {
        anyOrder = operator == BinaryOperator.EQUAL || operator == BinaryOperator.NOT_EQUAL;
      }
    }
    List<Integer> found = new ArrayList<>(parts.size());
    for (Expression part : parts) {
      found.add(of(part));
    }
    return anyOrder ? found.stream().distinct().sorted().toList() : found;
  }

  private static Object says(Expression expression) {
    if (expression instanceof Expression.Text text) {
      return text.value();
    }
    if (expression instanceof Expression.Numeral numeral) {
      return numeral.value();
    }
    if (expression instanceof Expression.Bool bool) {
      return bool.value();
    }
    if (expression instanceof Expression.Null || expression instanceof Expression.Undefined) {
      return "";
    }
    if (expression instanceof Expression.Property property) {
      return property.name().toLowerCase(Locale.ROOT);
    }
    if (expression instanceof Expression.SystemRead read) {
      return List.of(read.name().toLowerCase(Locale.ROOT), read.systemOnly());
    }
    if (expression instanceof Expression.Body body) {
      return body.path();
    }
    if (expression instanceof Expression.Call call) {
      return call.name().toLowerCase(Locale.ROOT);
    }
    if (expression instanceof Expression.Unary unary) {
      return unary.operator();
    }
    if (expression instanceof Expression.Binary binary) {
      return binary.operator();
    }
    if (expression instanceof Expression.In in) {
      return in.negated();
    }
    if (expression instanceof Expression.Like like) {
      return List.of(like.pattern(), like.escape(), like.negated());
    }
    // With its place in it, so that it is like no other: better no warning than a wrong one.
    return expression;
  }
}
