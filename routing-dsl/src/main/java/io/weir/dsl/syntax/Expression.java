package io.weir.dsl.syntax;

import java.util.List;

/** A condition or a part of one, as it was written. */
public sealed interface Expression {

  /** Where it stands in the file. */
  Span span();

  /** A string in quotes; {@code value} is without them and with its escapes resolved. */
  record Text(String value, Span span) implements Expression {}

  /** An integer, a hexadecimal or a real literal. All numbers of the language are doubles. */
  record Numeral(double value, Span span) implements Expression {}

  /** {@code true} or {@code false}. */
  record Bool(boolean value, Span span) implements Expression {}

  /** {@code null}. */
  record Null(Span span) implements Expression {}

  /** {@code undefined}. */
  record Undefined(Span span) implements Expression {}

  /** An application property by its bare name. */
  record Property(String name, Span span) implements Expression {}

  /**
   * {@code $name} or {@code {$name}} ({@code ROUTE-06}).
   *
   * @param name without {@code $}, as written
   * @param systemOnly true for the form in braces, which never means an application property
   */
  record SystemRead(String name, boolean systemOnly, Span span) implements Expression {}

  /** {@code $body} with a path ({@code ROUTE-07}). */
  record Body(List<PathStep> path, Span span) implements Expression {
    public Body {
      path = List.copyOf(path);
    }
  }

  /** {@code @name}: the condition that the file declares by that name. */
  record Named(String name, Span span) implements Expression {}

  /** A function's call; {@code nameSpan} is that of the name alone. */
  record Call(String name, Span nameSpan, List<Expression> arguments, Span span)
      implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** An operator before its operand. */
  record Unary(UnaryOperator operator, Expression operand, Span span) implements Expression {}

  /** An operator between its operands. */
  record Binary(
      BinaryOperator operator, Expression left, Expression right, Span operatorSpan, Span span)
      implements Expression {}

  /** {@code x in [a, b]}, or {@code x not in [a, b]} when negated. */
  record In(Expression value, List<Expression> candidates, boolean negated, Span span)
      implements Expression {
    public In {
      candidates = List.copyOf(candidates);
    }
  }

  /** {@code x in path}: whether an element of the array there equals it (QRY-06). */
  record InArray(Expression value, Body array, boolean negated, Span span) implements Expression {}

  /**
   * {@code x like 'a%'}.
   *
   * @param pattern {@code %} stands for any text, {@code _} for any character
   * @param escape before a {@code %} or {@code _} that stands for itself; empty when there is none
   */
  record Like(Expression value, String pattern, String escape, boolean negated, Span span)
      implements Expression {}
}
