package io.weir.dsl.check;

import io.weir.dsl.syntax.BinaryOperator;
import io.weir.dsl.syntax.Expression;
import java.util.ArrayList;
import java.util.List;

/** Chains such as {@code a and b and c}, however their parentheses stand. */
final class Chains {

  private Chains() {}

  /** Whether it is a chain of that operator. */
  static boolean is(Expression expression, BinaryOperator operator) {
    return expression instanceof Expression.Binary binary && binary.operator() == operator;
  }

  /** What stands between the operators; the expression itself when it is no such chain. */
  static List<Expression> operands(Expression expression, BinaryOperator operator) {
    List<Expression> operands = new ArrayList<>();
    collect(expression, operator, operands);
    return operands;
  }

  private static void collect(
      Expression expression, BinaryOperator operator, List<Expression> operands) {
    if (expression instanceof Expression.Binary binary && binary.operator() == operator) {
      collect(binary.left(), operator, operands);
      collect(binary.right(), operator, operands);
    } else {
      operands.add(expression);
    }
  }
}
