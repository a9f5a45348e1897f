package io.weir.dsl.syntax;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

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
    return expression;
  }

  /** What an expression directly consists of. */
  public static List<Expression> parts(Expression expression) {
    if (expression instanceof Expression.Call call) {
      return call.arguments();
    }
    if (expression instanceof Expression.Unary unary) {
      return List.of(unary.operand());
    }
    if (expression instanceof Expression.Binary binary) {
      return List.of(binary.left(), binary.right());
    }
    if (expression instanceof Expression.In in) {
      return Stream.concat(Stream.of(in.value()), in.candidates().stream()).toList();
    }
    if (expression instanceof Expression.InArray in) {
      return List.of(in.value(), in.array());
    }
    return expression instanceof Expression.Like like ? List.of(like.value()) : List.of();
  }

  private List<Expression> all(List<Expression> expressions) {
    return expressions.stream().map(this::apply).toList();
  }
}
