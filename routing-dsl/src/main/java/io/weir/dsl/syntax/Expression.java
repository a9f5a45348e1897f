package io.weir.dsl.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A condition or a part of one, as it was written. */
public sealed interface Expression {

  /** Where it stands in the file. */
  Span span();

  /** What it directly consists of, in the order of the text. */
  List<Expression> children();

  /** What consists of nothing else. */
  sealed interface Leaf extends Expression {
    @Override
    default List<Expression> children() {
      return List.of();
    }
  }

  /** What leads into a JSON document. */
  sealed interface Path extends Leaf {
    List<PathStep> path();
  }

  /** A string in quotes; {@code value} is without them and with its escapes resolved. */
  record Text(String value, Span span) implements Leaf {}

  /** An integer, a hexadecimal or a real literal. All numbers of the language are doubles. */
  record Numeral(double value, Span span) implements Leaf {}

  /** {@code true} or {@code false}. */
  record Bool(boolean value, Span span) implements Leaf {}

  /** {@code null}. */
  record Null(Span span) implements Leaf {}

  /** {@code undefined}. */
  record Undefined(Span span) implements Leaf {}

  /** An application property by its bare name. */
  record Property(String name, Span span) implements Leaf {}

  /**
   * {@code $name} or {@code {$name}} ({@code ROUTE-06}).
   *
   * @param name without {@code $}, as written
   * @param systemOnly true for the form in braces, which never means an application property
   */
  record SystemRead(String name, boolean systemOnly, Span span) implements Leaf {}

  /** {@code $body} with a path ({@code ROUTE-07}). */
  record Body(List<PathStep> path, Span span) implements Path {
    public Body {
      path = List.copyOf(path);
    }
  }

  /** {@code $twin} with a path ({@code ROUTE-08}). */
  record Twin(List<PathStep> path, Span span) implements Path {
    public Twin {
      path = List.copyOf(path);
    }
  }

  /**
   * An array's element, or what lies below it, in the test of a {@link Quantified}.
   *
   * @param depth how many quantifiers enclose the one whose variable this is
   */
  record Variable(String name, int depth, List<PathStep> path, Span span) implements Path {
    public Variable {
      path = List.copyOf(path);
    }
  }

  /**
   * {@code twin_change_includes(path)}: whether a twin change touched that path ({@code ROUTE-03}).
   */
  record TwinChange(List<PathStep> path, Span span) implements Leaf {
    public TwinChange {
      path = List.copyOf(path);
    }
  }

  /**
   * {@code @name}: the condition that the file declares by that name.
   *
   * @param depth how many quantifiers enclose it
   */
  record Named(String name, int depth, Span span) implements Leaf {}

  /** A function's call; {@code nameSpan} is that of the name alone. */
  record Call(String name, Span nameSpan, List<Expression> arguments, Span span)
      implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public List<Expression> children() {
      return arguments;
    }
  }

  /** An operator before its operand. */
  record Unary(UnaryOperator operator, Expression operand, Span span) implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(operand);
    }
  }

  /** An operator between its operands. */
  record Binary(
      BinaryOperator operator, Expression left, Expression right, Span operatorSpan, Span span)
      implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(left, right);
    }
  }

  /** {@code x in [a, b]}, or {@code x not in [a, b]} when negated. */
  record In(Expression value, List<Expression> candidates, boolean negated, Span span)
      implements Expression {
    public In {
      candidates = List.copyOf(candidates);
    }

    @Override
    public List<Expression> children() {
      return Stream.concat(Stream.of(value), candidates.stream()).toList();
    }
  }

  /** {@code x in path}: whether an element of the array there equals it (QRY-06). */
  record InArray(Expression value, Body array, boolean negated, Span span) implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(value, array);
    }
  }

  /** {@code x between low and high}, both included. */
  record Between(Expression value, Expression low, Expression high, boolean negated, Span span)
      implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(value, low, high);
    }
  }

  /**
   * {@code x like 'a%'}.
   *
   * @param pattern {@code %} stands for any text, {@code _} for any character
   * @param escape before a {@code %} or {@code _} that stands for itself; empty when there is none
   */
  record Like(Expression value, String pattern, String escape, boolean negated, Span span)
      implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(value);
    }
  }

  /** {@code x matches 'pattern'}: whether the regular expression is found anywhere in a string. */
  record Matches(Expression value, String pattern, Span patternSpan, boolean negated, Span span)
      implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(value);
    }
  }

  /**
   * {@code case when a then b else c end}.
   *
   * @param subject what the branches' conditions are compared with in {@code case x when a ...};
   *     empty when they are conditions themselves
   * @param otherwise empty stands for undefined
   */
  record Case(
      Optional<Expression> subject,
      List<Branch> branches,
      Optional<Expression> otherwise,
      Span span)
      implements Expression {
    public Case {
      branches = List.copyOf(branches);
    }

    @Override
    public List<Expression> children() {
      List<Expression> children = new ArrayList<>();
      subject.ifPresent(children::add);
      for (Branch branch : branches) {
        children.add(branch.condition);
        children.add(branch.value);
      }
      otherwise.ifPresent(children::add);
      return List.copyOf(children);
    }
  }

  /** {@code when condition then value}. */
  record Branch(Expression condition, Expression value) {}

  /**
   * {@code any(array, x => test)} or {@code all(array, x => test)}.
   *
   * @param depth how many others enclose it
   */
  record Quantified(
      Quantifier quantifier,
      int depth,
      Expression array,
      String variable,
      Expression test,
      Span span)
      implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(array, test);
    }
  }
}
