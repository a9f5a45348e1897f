package io.weir.dsl.syntax;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Chains such as {@code a and b and c}. They may be long, so they are not followed by recursion to
 * the left, where parentheses are not needed.
 */
public final class Chains {

  private Chains() {}

  /** Whether it is a chain of that operator. */
  public static boolean is(Expression expression, BinaryOperator operator) {
    return expression instanceof Expression.Binary binary && binary.operator() == operator;
  }

  /** The operands of a chain in their order, a chain in parentheses among them as one. */
  public static List<Expression> row(Expression.Binary chain) {
    return row(chain, chain.operator());
  }

  /**
   * What stands between the operators, however the parentheses stand; the expression itself when it
   * is no such chain.
   */
  public static List<Expression> operands(Expression expression, BinaryOperator operator) {
    List<Expression> operands = new ArrayList<>();
    collect(expression, operator, operands);
    return operands;
  }

  private static void collect(
      Expression expression, BinaryOperator operator, List<Expression> operands) {
    for (Expression operand : row(expression, operator)) {
      if (is(operand, operator)) {
        collect(operand, operator, operands);
      } else {
        operands.add(operand);
      }
    }
  }

  private static List<Expression> row(Expression expression, BinaryOperator operator) {
    List<Expression> row = new ArrayList<>();
    Expression rest = expression;
    while (rest instanceof Expression.Binary link && link.operator() == operator) {
      row.add(link.right());
      rest = link.left();
    }
    row.add(rest);
    Collections.reverse(row);
    return row;
  }
}
