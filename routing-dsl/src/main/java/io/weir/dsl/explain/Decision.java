package io.weir.dsl.explain;

import io.weir.dsl.syntax.BinaryOperator;
import io.weir.dsl.syntax.Chains;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.UnaryOperator;
import io.weir.dsl.value.Truth;
import java.util.List;

/**
 * The part of a condition that decided about a message. One false operand decides an {@code and},
 * one true operand an {@code or}; else those decide that have the same truth as the whole. {@code
 * not} passes through, since its operand decides it. Anything else decides by itself.
 *
 * @param expression the smallest part that holds all that decided
 * @param parts what decided within it; the expression itself when nothing smaller did
 */
record Decision(Expression expression, List<Expression> parts) {

  static Decision of(Expression expression, Evaluation evaluation) {
    if (expression instanceof Expression.Unary unary && unary.operator() == UnaryOperator.NOT) {
      return of(unary.operand(), evaluation);
    }
    if (expression instanceof Expression.Binary binary
        && (binary.operator() == BinaryOperator.AND || binary.operator() == BinaryOperator.OR)) {
      return ofChain(binary, evaluation);
    }
    return new Decision(expression, List.of(expression));
  }

  private static Decision ofChain(Expression.Binary chain, Evaluation evaluation) {
    Truth truth = evaluation.truth(chain);
    Truth alone = chain.operator() == BinaryOperator.AND ? Truth.FALSE : Truth.TRUE;
    List<Decision> deciding =
        Chains.row(chain).stream()
            .filter(operand -> evaluation.truth(operand) == truth)
            .limit(truth == alone ? 1 : Long.MAX_VALUE)
            .map(operand -> of(operand, evaluation))
            .toList();
    return deciding.size() == 1
        ? deciding.get(0)
        : new Decision(chain, deciding.stream().flatMap(each -> each.parts.stream()).toList());
  }
}
