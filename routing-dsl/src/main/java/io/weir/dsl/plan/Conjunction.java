package io.weir.dsl.plan;

import io.weir.dsl.syntax.BinaryOperator;
import io.weir.dsl.syntax.Chains;
import io.weir.dsl.syntax.Expression;
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
    return new Conjunction(condition, Chains.operands(expression, BinaryOperator.AND));
  }

  /** Without some of its expressions. */
  Conjunction without(List<Expression> decided) {
    return new Conjunction(
        condition,
        expressions.stream()
            .filter(expression -> decided.stream().noneMatch(one -> one == expression))
            .toList());
  }
}
