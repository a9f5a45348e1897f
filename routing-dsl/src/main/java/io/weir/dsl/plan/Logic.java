package io.weir.dsl.plan;

import io.weir.dsl.value.Order;
import io.weir.dsl.value.Truth;
import io.weir.dsl.value.Values;
import java.util.List;

/** The nodes whose value is a truth. */
final class Logic {

  private Logic() {}

  /** Computes a truth; its value follows. */
  abstract static class TruthNode extends Node {
    @Override
    final Object value(Scope scope) {
      return truth(scope).value();
    }

    @Override
    final double number(Scope scope) {
      return Double.NaN;
    }

    @Override
    abstract Truth truth(Scope scope);
  }

  static final class Not extends TruthNode {
    private final Node operand;

    Not(Node operand) {
      this.operand = operand;
    }

    @Override
    Truth truth(Scope scope) {
      return operand.truth(scope).not();
    }
  }

  /**
   * False as soon as one is. The first, which decides most messages alone, is asked apart from the
   * others: the virtual machine learns for each call which kinds of nodes it meets.
   */
  static final class And extends TruthNode {
    private final Node first;
    private final Node[] others;

    And(List<Node> operands) {
      this.first = operands.get(0);
      this.others = operands.subList(1, operands.size()).toArray(new Node[0]);
    }

    @Override
    Truth truth(Scope scope) {
      Truth result = first.truth(scope);
      for (int i = 0; i < others.length && result != Truth.FALSE; i++) {
        result = result.and(others[i].truth(scope));
      }
      return result;
    }
  }

  /** True as soon as one is. */
  static final class Or extends TruthNode {
    private final Node[] operands;

    Or(List<Node> operands) {
      this.operands = operands.toArray(new Node[0]);
    }

    @Override
    Truth truth(Scope scope) {
      Truth result = Truth.FALSE;
      for (Node operand : operands) {
        result = result.or(operand.truth(scope));
        if (result == Truth.TRUE) {
          break;
        }
      }
      return result;
    }
  }

  static final class Equal extends TruthNode {
    private final Node left;
    private final Node right;

    Equal(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    Truth truth(Scope scope) {
      return Values.equal(left.value(scope), right.value(scope));
    }
  }

  /** Equality with a string known beforehand, the other most common comparison. */
  static final class EqualToText extends TruthNode {
    private final Node left;
    private final String right;

    EqualToText(Node left, String right) {
      this.left = left;
      this.right = right;
    }

    @Override
    Truth truth(Scope scope) {
      Object value = left.value(scope);
      return value instanceof String text
          ? Truth.of(text.equals(right))
          : Values.equal(value, right);
    }

    @Override
    boolean cheap() {
      return left.cheap();
    }
  }

  static final class Ordered extends TruthNode {
    private final Order order;
    private final Node left;
    private final Node right;

    Ordered(Order order, Node left, Node right) {
      this.order = order;
      this.left = left;
      this.right = right;
    }

    @Override
    Truth truth(Scope scope) {
      return Values.ordered(order, left.value(scope), right.value(scope));
    }
  }

  /** The most common comparison of all, with numbers known beforehand: boxes nothing. */
  static final class Within extends TruthNode {
    private final Node value;
    private final double low;
    private final double high;

    Within(Node value, Range range) {
      this.value = value;
      this.low = range.low();
      this.high = range.high();
    }

    @Override
    Truth truth(Scope scope) {
      double number = value.number(scope);
      if (number >= low && number <= high) {
        return Truth.TRUE;
      }
      // What is no number stands in the same order to all numbers.
      return Double.isNaN(number)
          ? Values.ordered(Order.GREATER, value.value(scope), 0.0)
          : Truth.FALSE;
    }

    @Override
    boolean cheap() {
      return value.cheap();
    }
  }

  /** From one bound to the other, both included; each operand is computed once. */
  static final class Between extends TruthNode {
    private final Node value;
    private final Node low;
    private final Node high;

    Between(Node value, Node low, Node high) {
      this.value = value;
      this.low = low;
      this.high = high;
    }

    @Override
    Truth truth(Scope scope) {
      Object tested = value.value(scope);
      return Values.ordered(Order.GREATER_OR_EQUAL, tested, low.value(scope))
          .and(Values.ordered(Order.LESS_OR_EQUAL, tested, high.value(scope)));
    }
  }

  /** Equal to one of the candidates: the same as a chain of equalities joined by or. */
  static final class In extends TruthNode {
    private final Node value;
    private final Node[] candidates;

    In(Node value, List<Node> candidates) {
      this.value = value;
      this.candidates = candidates.toArray(new Node[0]);
    }

    @Override
    Truth truth(Scope scope) {
      Object wanted = value.value(scope);
      Truth result = Truth.FALSE;
      for (Node candidate : candidates) {
        result = result.or(Values.equal(wanted, candidate.value(scope)));
        if (result == Truth.TRUE) {
          break;
        }
      }
      return result;
    }
  }
}
