package io.weir.dsl.plan;

import io.weir.dsl.syntax.Expression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Groups conditions by what they compare with constants. */
final class StagePlanner {

  /** Fewer conditions are judged one by one as fast. */
  private static final int MIN_GROUP = 3;

  /**
   * A condition is planned at most twice for each stage: in its group, and where all is missing.
   */
  private static final int MAX_DEPTH = 3;

  /** Of a list in the first stage; below it lists are not looked up, since they would multiply. */
  private static final int MAX_VALUES = 16;

  private final Planner planner;
  private final Comparisons comparisons;

  StagePlanner(Planner planner, Comparisons comparisons) {
    this.planner = planner;
    this.comparisons = comparisons;
  }

  Stage plan(List<Conjunction> conjunctions) {
    return plan(conjunctions, 0);
  }

  private Stage plan(List<Conjunction> conjunctions, int depth) {
    List<Integer> decided = new ArrayList<>();
    List<Stage.Remainder> remainders = new ArrayList<>();
    List<Stage.Branch> branches = new ArrayList<>();
    Map<Comparison.Subject, List<Choice>> groups = new LinkedHashMap<>();
    for (Choice choice : choices(conjunctions, depth)) {
      if (choice.conjunction.expressions().isEmpty()) {
        decided.add(choice.conjunction.condition());
      } else if (choice.comparison == null) {
        remainders.add(remainder(choice.conjunction));
      } else {
        groups.computeIfAbsent(choice.comparison.subject(), s -> new ArrayList<>()).add(choice);
      }
    }
    for (Map.Entry<Comparison.Subject, List<Choice>> group : groups.entrySet()) {
      if (group.getValue().size() < MIN_GROUP) {
        group.getValue().forEach(choice -> remainders.add(remainder(choice.conjunction)));
      } else {
        branches.add(branch(group.getKey(), group.getValue(), depth + 1));
      }
    }
    return new Stage(decided, remainders, branches);
  }

  /** A condition and the comparison that it is grouped by; null when it is judged by itself. */
  private record Choice(Conjunction conjunction, Expression chosen, Comparison comparison) {
    Conjunction rest() {
      return conjunction.without(chosen);
    }
  }

  private List<Choice> choices(List<Conjunction> conjunctions, int depth) {
    List<List<Choice>> all = new ArrayList<>();
    Map<Comparison.Subject, Set<Object>> constants = new HashMap<>();
    Map<Comparison.Subject, Integer> users = new HashMap<>();
    for (Conjunction conjunction : conjunctions) {
      List<Choice> choices = new ArrayList<>();
      if (depth < MAX_DEPTH && conjunctions.size() >= MIN_GROUP) {
        for (Expression expression : conjunction.expressions()) {
          comparison(expression, depth)
              .ifPresent(found -> choices.add(new Choice(conjunction, expression, found)));
        }
      }
      all.add(choices);
      for (Choice choice : choices) {
        users.merge(choice.comparison.subject(), 1, Integer::sum);
        Set<Object> seen =
            constants.computeIfAbsent(choice.comparison.subject(), s -> new HashSet<>());
        seen.addAll(constants(choice.comparison));
      }
    }
    // An equality leaves fewer conditions than a bound, and the more constants there are the fewer.
    Comparator<Choice> best =
        Comparator.<Choice>comparingInt(choice -> Math.abs(choice.comparison.subject().sign()))
            .thenComparingInt(choice -> -constants.get(choice.comparison.subject()).size());
    List<Choice> chosen = new ArrayList<>();
    for (int i = 0; i < conjunctions.size(); i++) {
      chosen.add(
          all.get(i).stream()
              .filter(choice -> users.get(choice.comparison.subject()) >= MIN_GROUP)
              .min(best)
              .orElse(new Choice(conjunctions.get(i), null, null)));
    }
    return chosen;
  }

  private Optional<Comparison> comparison(Expression expression, int depth) {
    return comparisons
        .of(expression)
        .filter(found -> constants(found).size() <= (depth == 0 ? MAX_VALUES : 1));
  }

  private static Set<Object> constants(Comparison comparison) {
    return comparison instanceof Comparison.Equality equality
        ? equality.values()
        : Set.of(((Comparison.Bound) comparison).number());
  }

  private Stage.Branch branch(Comparison.Subject subject, List<Choice> choices, int depth) {
    Map<Object, List<Conjunction>> rests = new HashMap<>();
    List<Conjunction> all = new ArrayList<>();
    for (Choice choice : choices) {
      Conjunction rest = choice.rest();
      all.add(rest);
      for (Object constant : constants(choice.comparison)) {
        rests.computeIfAbsent(constant, c -> new ArrayList<>()).add(rest);
      }
    }
    Node left = planner.plan(choices.get(0).comparison.left());
    Map<Object, Stage> stages = new HashMap<>();
    rests.forEach((constant, conjunctions) -> stages.put(constant, plan(conjunctions, depth)));
    Stage missing = plan(all, depth);
    return subject.sign() == 0
        ? new Stage.Lookup(left, stages, missing)
        : new Stage.Ladder(left, subject.sign(), rungs(stages), missing);
  }

  private static List<Stage.Rung> rungs(Map<Object, Stage> stages) {
    TreeMap<Double, Stage> rising = new TreeMap<>();
    stages.forEach((number, stage) -> rising.put((Double) number, stage));
    List<Stage.Rung> rungs = new ArrayList<>();
    rising.forEach((number, stage) -> rungs.add(new Stage.Rung(number, stage)));
    return rungs;
  }

  private Stage.Remainder remainder(Conjunction conjunction) {
    List<Node> nodes = conjunction.expressions().stream().map(planner::plan).toList();
    Node node = nodes.size() == 1 ? nodes.get(0) : new Logic.And(nodes);
    return new Stage.Remainder(conjunction.condition(), node);
  }
}
