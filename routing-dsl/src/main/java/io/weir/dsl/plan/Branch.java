package io.weir.dsl.plan;

import io.weir.dsl.value.Order;
import io.weir.dsl.value.Truth;
import io.weir.dsl.value.Values;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Conditions that compare one thing with constants. Each kind knows a stage for where there is
 * nothing to compare, with all of them: none is true then, but it takes the rest of a condition to
 * tell undefined from false.
 */
sealed interface Branch {

  /** Asked by each message, so a hash map: those of {@code Map.copyOf} divide to find a place. */
  private static Map<Object, Stage> lookUp(Map<Object, Stage> stages) {
    return Collections.unmodifiableMap(new HashMap<>(stages));
  }

  void judge(Scope scope, Truth before, Verdicts verdicts);

  /** By equality: the conditions that pass by the {@linkplain Comparison#key key} of the value. */
  record Equal(Node left, Map<Object, Stage> passing, Stage missing) implements Branch {
    public Equal {
      passing = lookUp(passing);
    }

    @Override
    public void judge(Scope scope, Truth before, Verdicts verdicts) {
      Object value = left.value(scope);
      if (!Values.defined(value)) {
        missing.judge(scope, Truth.UNDEFINED, verdicts);
        return;
      }
      Stage next = passing.get(Comparison.key(value));
      if (next != null) {
        next.judge(scope, before, verdicts);
      }
    }
  }

  /**
   * By what a string begins with.
   *
   * @param lengths those of the beginnings, each once
   */
  record Prefix(Node left, List<Integer> lengths, Map<Object, Stage> passing, Stage missing)
      implements Branch {
    public Prefix {
      lengths = List.copyOf(lengths);
      passing = lookUp(passing);
    }

    @Override
    public void judge(Scope scope, Truth before, Verdicts verdicts) {
      if (!(left.value(scope) instanceof String text)) {
        missing.judge(scope, Truth.UNDEFINED, verdicts);
        return;
      }
      for (int length : lengths) {
        Stage next = length <= text.length() ? passing.get(text.substring(0, length)) : null;
        if (next != null) {
          next.judge(scope, before, verdicts);
        }
      }
    }
  }

  /**
   * By order.
   *
   * @param passing in the order of the ranges' lower ends
   */
  record Ordered(Node left, List<Passing> passing, Stage missing) implements Branch {
    public Ordered {
      passing = List.copyOf(passing);
    }

    @Override
    public void judge(Scope scope, Truth before, Verdicts verdicts) {
      double number = left.number(scope);
      if (Double.isNaN(number)) {
        noNumber(scope, verdicts);
        return;
      }
      for (int i = 0; i < passing.size() && passing.get(i).range.low() <= number; i++) {
        if (number <= passing.get(i).range.high()) {
          passing.get(i).stage.judge(scope, before, verdicts);
        }
      }
    }

    /** Strings and booleans stand in no order with any number: that is false. */
    private void noNumber(Scope scope, Verdicts verdicts) {
      if (Values.ordered(Order.GREATER, left.value(scope), 0.0) == Truth.UNDEFINED) {
        missing.judge(scope, Truth.UNDEFINED, verdicts);
      }
    }
  }

  /** Of which range a number must be for some conditions to pass. */
  record Passing(Range range, Stage stage) {}
}
