package io.weir.dsl.plan;

import io.weir.dsl.syntax.BinaryOperator;
import io.weir.dsl.syntax.Expression;
import java.util.ArrayList;
import java.util.List;

/**
 * What is left to judge of a condition of a set: all of the expressions, joined by and.
 *
 * @param condition which one of the set
 */
record Conjunction(int condition, List<Expression> expressions) {

  Conjunction {
    expressions = List.copyOf(expressions);
  }

  static Conjunction of(int condition, Expression expression) {
    List<Expression> expressions = new ArrayList<>();
    collect(expression, expressions);
    return new Conjunction(condition, expressions);
  }

  /** Without one of its expressions. */
  Conjunction without(Expression decided) {
    return new Conjunction(
        condition, expressions.stream().filter(expression -> expression != decided).toList());
  }

  private static void collect(Expression expression, List<Expression> into) {
    if (expression instanceof Expression.Binary binary && binary.operator() == BinaryOperator.AND) {
      collect(binary.left(), into);
      collect(binary.right(), into);
    } else {
      into.add(expression);
    }
  }
}
