package io.weir.dsl.plan;

import io.weir.dsl.value.Truth;
import java.util.List;

/**
 * Conditions that are judged together. Conditions that compare the same thing with constants pass
 * or fail by one look at it, and only those that pass are judged further.
 */
final class Stage {

  /** Conditions of which nothing is left to judge. */
  private final int[] decided;

  /** Those that are judged one by one. */
  private final Remainder[] remainders;

  /** Those that are judged by what they compare. */
  private final Branch[] branches;

  Stage(List<Integer> decided, List<Remainder> remainders, List<Branch> branches) {
    this.decided = decided.stream().mapToInt(Integer::intValue).toArray();
    this.remainders = remainders.toArray(Remainder[]::new);
    this.branches = branches.toArray(Branch[]::new);
  }

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
