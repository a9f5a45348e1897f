package io.weir.dsl.plan;

import io.weir.dsl.value.Special;
import io.weir.dsl.value.Truth;
import io.weir.dsl.value.Values;
import java.util.List;
import java.util.Map;

/**
 * Conditions that are judged together. Conditions that compare the same thing with constants pass
 * or fail by one look at it, and only those that pass are judged further.
 *
 * @param decided conditions of which nothing is left to judge
 * @param remainders those that are judged one by one
 */
record Stage(List<Integer> decided, List<Remainder> remainders, List<Branch> branches) {

  Stage {
    decided = List.copyOf(decided);
    remainders = List.copyOf(remainders);
    branches = List.copyOf(branches);
  }

  /**
   * Judges the conditions.
   *
   * @param before what the parts of them say that were judged before: true or undefined, in which
   *     case they are not true any more but may become false
   */
  void judge(Scope scope, Truth before, Verdicts verdicts) {
    for (int i = 0; i < decided.size(); i++) {
      verdicts.add(decided.get(i), before);
    }
    for (int i = 0; i < remainders.size(); i++) {
      remainders.get(i).judge(scope, before, verdicts);
    }
    for (int i = 0; i < branches.size(); i++) {
      branches.get(i).judge(scope, before, verdicts);
    }
  }

  /** What is left of one condition. */
  record Remainder(int condition, Node node) {
    void judge(Scope scope, Truth before, Verdicts verdicts) {
      verdicts.add(condition, before.and(node.truth(scope)));
    }
  }

  /** Conditions that compare one thing with constants. */
  sealed interface Branch {
    void judge(Scope scope, Truth before, Verdicts verdicts);
  }

  /**
   * Conditions that want one thing to equal constants.
   *
   * @param equal those that pass, by the key of the value
   * @param missing all of them: where there is no value none is true, but it takes the rest of a
   *     condition to tell undefined from false
   */
  record Lookup(Node left, Map<Object, Stage> equal, Stage missing) implements Branch {
    Lookup {
      equal = Map.copyOf(equal);
    }

    @Override
    public void judge(Scope scope, Truth before, Verdicts verdicts) {
      Object value = left.value(scope);
      if (!Values.defined(value)) {
        missing.judge(scope, Truth.UNDEFINED, verdicts);
        return;
      }
      Stage next = equal.get(Comparison.key(value));
      if (next != null) {
        next.judge(scope, before, verdicts);
      }
    }
  }

  /**
   * Conditions that want one thing to be more than constants.
   *
   * @param sign what it is multiplied by first
   * @param bounds in rising order
   * @param missing as for a look-up
   */
  record Ladder(Node left, int sign, List<Rung> bounds, Stage missing) implements Branch {
    Ladder {
      bounds = List.copyOf(bounds);
    }

    @Override
    public void judge(Scope scope, Truth before, Verdicts verdicts) {
      double number = sign * left.number(scope);
      if (Double.isNaN(number)) {
        noNumber(scope, verdicts);
        return;
      }
      for (int i = 0; i < bounds.size() && number > bounds.get(i).number; i++) {
        bounds.get(i).next.judge(scope, before, verdicts);
      }
    }

    /** Strings and booleans stand in no order with a number: that is false. */
    private void noNumber(Scope scope, Verdicts verdicts) {
      if (left.value(scope) instanceof Special) {
        missing.judge(scope, Truth.UNDEFINED, verdicts);
      }
    }
  }

  /** A bound and the conditions that have it. */
  record Rung(double number, Stage next) {}
}
