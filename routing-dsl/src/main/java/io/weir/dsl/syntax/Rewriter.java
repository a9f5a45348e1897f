package io.weir.dsl.syntax;

import java.util.List;
import java.util.function.UnaryOperator;

/** Rewrites an expression from its leaves up. */
public final class Rewriter {

  private final UnaryOperator<Expression> rewrite;

  /**
   * @param rewrite is given each part, its own parts rewritten already
   */
  public Rewriter(UnaryOperator<Expression> rewrite) {
    this.rewrite = rewrite;
  }

  public Expression apply(Expression expression) {
    return rewrite.apply(rewritten(expression));
  }

  private Expression rewritten(Expression expression) {
    if (expression instanceof Expression.Call call) {
      return new Expression.Call(call.name(), call.nameSpan(), all(call.arguments()), call.span());
    }
    if (expression instanceof Expression.Unary unary) {
      return new Expression.Unary(unary.operator(), apply(unary.operand()), unary.span());
    }
    if (expression instanceof Expression.Binary binary) {
      return new Expression.Binary(
          binary.operator(),
          apply(binary.left()),
          apply(binary.right()),
          binary.operatorSpan(),
          binary.span());
    }
    if (expression instanceof Expression.In in) {
      return new Expression.In(apply(in.value()), all(in.candidates()), in.negated(), in.span());
    }
    if (expression instanceof Expression.InArray in) {
      // What is no path any more is left for the function to see in the whole.
      Expression array = apply(in.array());
      return new Expression.InArray(
          apply(in.value()),
          array instanceof Expression.Body path ? path : in.array(),
          in.negated(),
          in.span());
    }
    if (expression instanceof Expression.Like like) {
      return new Expression.Like(
          apply(like.value()), like.pattern(), like.escape(), like.negated(), like.span());
    }
    if (expression instanceof Expression.Matches matches) {
      return new Expression.Matches(
          apply(matches.value()),
          matches.pattern(),
          matches.patternSpan(),
          matches.negated(),
          matches.span());
    }
    if (expression instanceof Expression.Between between) {
      return new Expression.Between(
          apply(between.value()),
          apply(between.low()),
          apply(between.high()),
          between.negated(),
          between.span());
    }
    if (expression instanceof Expression.Case choice) {
      return new Expression.Case(
          choice.subject().map(this::apply),
          choice.branches().stream().map(this::branch).toList(),
          choice.otherwise().map(this::apply),
          choice.span());
    }
    if (expression instanceof Expression.Quantified quantified) {
      return new Expression.Quantified(
          quantified.quantifier(),
          quantified.depth(),
          apply(quantified.array()),
          quantified.variable(),
          apply(quantified.test()),
          quantified.span());
    }
    return expression;
  }

  private Expression.Branch branch(Expression.Branch branch) {
    return new Expression.Branch(apply(branch.condition()), apply(branch.value()));
  }

  private List<Expression> all(List<Expression> expressions) {
    return expressions.stream().map(this::apply).toList();
  }
}
