package io.weir.device.query;

import io.weir.dsl.syntax.BinaryOperator;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.PathStep.Member;
import java.util.ArrayList;
import java.util.List;

/** What conditions are made of. */
final class Operands {

  private Operands() {}

  /**
   * The operands of a chain of one operator, in their order; the expression alone if it is none.
   */
  static List<Expression> of(Expression expression, BinaryOperator operator) {
    List<Expression> operands = new ArrayList<>();
    flatten(expression, operator, operands);
    return operands;
  }

  /** Whether the expression is one of the twin's own names. */
  static boolean isPath(Expression expression, String name) {
    return expression instanceof Expression.Body body
        && body.path().equals(List.of(new Member(name)));
  }

  private static void flatten(
      Expression expression, BinaryOperator operator, List<Expression> into) {
    Expression rest = expression;
    List<Expression> reversed = new ArrayList<>();
    while (rest instanceof Expression.Binary binary && binary.operator() == operator) {
      reversed.add(binary.right());
      rest = binary.left();
    }
    into.add(rest);
    for (int i = reversed.size() - 1; i >= 0; i--) {
      if (reversed.get(i) instanceof Expression.Binary nested && nested.operator() == operator) {
        flatten(nested, operator, into);
      } else {
        into.add(reversed.get(i));
      }
    }
  }
}
