package io.weir.dsl.check;

import io.weir.dsl.syntax.BinaryOperator;
import io.weir.dsl.syntax.Chains;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Structure;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Numbers expressions, so that those that mean the same have the same number wherever they stand.
 * Case of names, and the order in {@code and}, {@code or} and {@code =}, make no difference.
 */
public final class Meanings {

  private final Map<List<Object>, Integer> numbers = new HashMap<>();

  /** The number of what it means. */
  public int of(Expression expression) {
    List<Object> meaning = meaning(expression);
    Integer known = numbers.putIfAbsent(meaning, numbers.size());
    return known == null ? numbers.size() - 1 : known;
  }

  private List<Object> meaning(Expression expression) {
    if (expression instanceof Expression.Property property) {
      return List.of(Expression.Property.class, property.name().toLowerCase(Locale.ROOT));
    }
    if (expression instanceof Expression.SystemRead read) {
      return List.of(
          Expression.SystemRead.class, read.name().toLowerCase(Locale.ROOT), read.systemOnly());
    }
    if (expression instanceof Expression.Call call) {
      return List.of(
          Expression.Call.class,
          call.name().toLowerCase(Locale.ROOT),
          call.arguments().stream().map(this::of).toList());
    }
    if (expression instanceof Expression.Binary binary && inAnyOrder(binary.operator())) {
      return List.of(Expression.Binary.class, binary.operator(), operands(binary));
    }
    return Structure.of(expression, this::of);
  }

  private static boolean inAnyOrder(BinaryOperator operator) {
    return operator == BinaryOperator.AND
        || operator == BinaryOperator.OR
        || operator == BinaryOperator.EQUAL
        || operator == BinaryOperator.NOT_EQUAL;
  }

  /** A condition that stands twice in a chain says nothing new. */
  private List<Integer> operands(Expression.Binary binary) {
    List<Expression> operands =
        binary.operator().comparison()
            ? List.of(binary.left(), binary.right())
            : Chains.operands(binary, binary.operator());
    return operands.stream().map(this::of).distinct().sorted().toList();
  }
}
