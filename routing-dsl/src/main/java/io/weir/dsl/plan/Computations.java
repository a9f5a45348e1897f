package io.weir.dsl.plan;

import io.weir.dsl.function.Function;
import io.weir.dsl.value.Special;
import io.weir.dsl.value.Truth;
import io.weir.dsl.value.Values;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** The nodes that compute a value from others. */
final class Computations {

  private Computations() {}

  /** Computes a number; its value follows. */
  abstract static class NumberNode extends Node {
    @Override
    final Object value(Scope scope) {
      return Values.number(number(scope));
    }

    @Override
    final Truth truth(Scope scope) {
      return Truth.UNDEFINED;
    }

    @Override
    abstract double number(Scope scope);
  }

  static final class Minus extends NumberNode {
    private final Node operand;

    Minus(Node operand) {
      this.operand = operand;
    }

    @Override
    double number(Scope scope) {
      return -operand.number(scope);
    }
  }

  /** Arithmetic: {@code NaN} stands for undefined, so an undefined operand needs no test. */
  static final class Arithmetic extends NumberNode {
    private final DoubleBinaryOperator operator;
    private final Node left;
    private final Node right;

    Arithmetic(DoubleBinaryOperator operator, Node left, Node right) {
      this.operator = operator;
      this.left = left;
      this.right = right;
    }

    @Override
    double number(Scope scope) {
      return operator.applyAsDouble(left.number(scope), right.number(scope));
    }
  }

  static final class Concat extends Node {
    private final Node left;
    private final Node right;

    Concat(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    Object value(Scope scope) {
      return left.value(scope) instanceof String a && right.value(scope) instanceof String b
          ? a.concat(b)
          : Special.UNDEFINED;
    }
  }

  /** The left one where it is defined, else the right one. */
  static final class Coalesce extends Node {
    private final Node left;
    private final Node right;

    Coalesce(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    Object value(Scope scope) {
      Object value = left.value(scope);
      return Values.defined(value) ? value : right.value(scope);
    }
  }

  /** The value of the first branch whose condition is true, else another one. */
  static final class Case extends Node {
    private final Node[] conditions;
    private final Node[] values;
    private final Node otherwise;

    Case(List<Node> conditions, List<Node> values, Node otherwise) {
      this.conditions = conditions.toArray(new Node[0]);
      this.values = values.toArray(new Node[0]);
      this.otherwise = otherwise;
    }

    @Override
    Object value(Scope scope) {
      return chosen(scope).value(scope);
    }

    @Override
    Truth truth(Scope scope) {
      return chosen(scope).truth(scope);
    }

    @Override
    double number(Scope scope) {
      return chosen(scope).number(scope);
    }

    private Node chosen(Scope scope) {
      for (int i = 0; i < conditions.length; i++) {
        if (conditions[i].truth(scope) == Truth.TRUE) {
          return values[i];
        }
      }
      return otherwise;
    }
  }

  /** The value of the first branch that equals the subject, which is computed once. */
  static final class Switch extends Node {
    private final Node subject;
    private final Node[] candidates;
    private final Node[] values;
    private final Node otherwise;

    Switch(Node subject, List<Node> candidates, List<Node> values, Node otherwise) {
      this.subject = subject;
      this.candidates = candidates.toArray(new Node[0]);
      this.values = values.toArray(new Node[0]);
      this.otherwise = otherwise;
    }

    @Override
    Object value(Scope scope) {
      Object wanted = subject.value(scope);
      for (int i = 0; i < candidates.length; i++) {
        if (Values.equal(wanted, candidates[i].value(scope)) == Truth.TRUE) {
          return values[i].value(scope);
        }
      }
      return otherwise.value(scope);
    }
  }

  static final class Call extends Node {
    private final Function function;
    private final Node[] arguments;

    Call(Function function, List<Node> arguments) {
      this.function = function;
      this.arguments = arguments.toArray(new Node[0]);
    }

    @Override
    Object value(Scope scope) {
      Object[] values = new Object[arguments.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = arguments[i].value(scope);
      }
      return function.call(values);
    }
  }
}
