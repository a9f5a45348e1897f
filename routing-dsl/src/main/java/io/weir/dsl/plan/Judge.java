package io.weir.dsl.plan;

import java.util.Arrays;

/** Judges one message after the other by a set of conditions; for one thread at a time. */
public final class Judge {

  private final ConditionSet conditions;
  private final Object[] kept;
  private final Verdicts verdicts = new Verdicts();

  Judge(ConditionSet conditions, int slots) {
    this.conditions = conditions;
    this.kept = new Object[slots];
  }

  /**
   * Judges a message; never throws for what it holds.
   *
   * @return valid until the next message
   */
  public Verdicts judge(Scope scope) {
    verdicts.clear();
    conditions.judge(scope, kept, verdicts);
    // Nothing of a message outlives its judgement.
    Arrays.fill(kept, null);
    return verdicts;
  }
}
