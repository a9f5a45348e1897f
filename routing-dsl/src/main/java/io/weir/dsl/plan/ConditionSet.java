package io.weir.dsl.plan;

import io.weir.dsl.syntax.Expression;
import io.weir.dsl.value.Truth;
import java.util.ArrayList;
import java.util.List;

/**
 * Conditions that are planned as a whole: what several of them ask for is computed once for a
 * message, comparisons with constants are looked up, and of the body only what they name is read.
 * What it says of a condition is what the condition says by itself. Immutable and thread-safe.
 */
public final class ConditionSet {

  private final List<Condition> conditions;
  private final Stage stage;
  private final int slots;
  private final PathTree paths;

  private ConditionSet(List<Condition> conditions, Stage stage, int slots, PathTree paths) {
    this.conditions = List.copyOf(conditions);
    this.stage = stage;
    this.slots = slots;
    this.paths = paths;
  }

  /** Plans expressions that the checker has passed. */
  public static ConditionSet of(List<Expression> expressions) {
    Terms terms = new Terms();
    expressions.forEach(terms::add);
    Sharing sharing = new Sharing(terms);
    Planner planner = new Planner(sharing);
    List<Condition> conditions = new ArrayList<>();
    List<Conjunction> conjunctions = new ArrayList<>();
    for (Expression expression : expressions) {
      conjunctions.add(Conjunction.of(conditions.size(), expression));
      conditions.add(new Condition(planner.plan(expression)));
    }
    Stage stage = new StagePlanner(planner, new Comparisons(terms, planner)).plan(conjunctions);
    return new ConditionSet(conditions, stage, sharing.slots(), sharing.paths());
  }

  /** One that judges by these conditions. */
  public Judge judge() {
    return new Judge(this, slots);
  }

  void judge(Scope scope, Object[] slots, Verdicts verdicts) {
    scope.share(slots, paths);
    try {
      stage.judge(scope, Truth.TRUE, verdicts);
    } catch (RuntimeException e) {
      // A message that cannot be read harms only the conditions that read it (ROUTE-04).
      verdicts.clear();
      for (int i = 0; i < conditions.size(); i++) {
        verdicts.add(i, conditions.get(i).test(scope));
      }
    }
  }
}
