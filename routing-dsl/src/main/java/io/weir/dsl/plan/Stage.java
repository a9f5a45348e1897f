package io.weir.dsl.plan;

import io.weir.dsl.value.Truth;

/**
 * Conditions that are judged together. Conditions that compare the same thing with constants pass
 * or fail by one look at it, and only those that pass are judged further.
 *
 * @param decided conditions of which nothing is left to judge
 * @param remainders those that are judged one by one
 * @param branches those that are judged by what they compare
 */
record Stage(int[] decided, Remainder[] remainders, Branch[] branches) {

  /**
   * Judges the conditions.
   *
   * @param before what the parts of them say that were judged before: true, or undefined, in which
   *     case they are not true any more but may become false
   */
  void judge(Scope scope, Truth before, Verdicts verdicts) {
    for (int condition : decided) {
      verdicts.add(condition, before);
    }
    for (Remainder remainder : remainders) {
      verdicts.add(remainder.condition, before.and(remainder.node.truth(scope)));
    }
    for (Branch branch : branches) {
      branch.judge(scope, before, verdicts);
    }
  }

  /** What is left of one condition. */
  record Remainder(int condition, Node node) {}
}
