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
import java.util.stream.Stream;

/** Groups conditions by what they compare with constants. */
final class StagePlanner {

  /** Fewer conditions are judged one by one as fast. */
  private static final int MIN_GROUP = 3;

  /** Each stage plans its conditions twice: for where they pass, and for where nothing is there. */
  private static final int MAX_DEPTH = 3;

  /** In the first stage; below it lists are not looked up, since they would multiply. */
  private static final int MAX_CONSTANTS = 16;

  private final Planner planner;
  private final Comparisons comparisons;

  StagePlanner(Planner planner, Comparisons comparisons) {
    this.planner = planner;
    this.comparisons = comparisons;
  }

  Stage plan(List<Conjunction> conjunctions) {
    return plan(conjunctions, 0);
  }

  /**
   * A condition that is grouped by something it compares.
   *
   * @param expressions those of the condition that the comparison stands for
   */
  private record Choice(
      Conjunction conjunction, List<Expression> expressions, Comparison comparison) {

    /** Bounds of one number are one range; of other comparisons of one thing the first counts. */
    Choice and(Choice other) {
      if (comparison.subject().relation() != Comparison.Relation.WITHIN) {
        return this;
      }
      Range range = comparison.range().and(other.comparison.range());
      return new Choice(
          conjunction,
          Stream.concat(expressions.stream(), other.expressions.stream()).toList(),
          new Comparison(comparison.left(), comparison.subject(), Set.of(range)));
    }
  }

  private Stage plan(List<Conjunction> conjunctions, int depth) {
    List<Integer> decided = new ArrayList<>();
    List<Conjunction> remainders = new ArrayList<>();
    Map<Comparison.Subject, List<Choice>> groups = new LinkedHashMap<>();
    List<List<Choice>> choices = choices(conjunctions, depth);
    Comparator<Choice> best = best(choices);
    for (int i = 0; i < conjunctions.size(); i++) {
      Optional<Choice> choice = choices.get(i).stream().min(best);
      if (choice.isPresent()) {
        groups
            .computeIfAbsent(choice.get().comparison.subject(), subject -> new ArrayList<>())
            .add(choice.get());
      } else if (conjunctions.get(i).expressions().isEmpty()) {
        decided.add(conjunctions.get(i).condition());
      } else {
        remainders.add(conjunctions.get(i));
      }
    }
    List<Branch> branches = new ArrayList<>();
    groups.forEach(
        (subject, group) -> {
          if (group.size() < MIN_GROUP) {
            group.forEach(choice -> remainders.add(choice.conjunction));
          } else {
            branches.add(branch(subject, group, depth + 1));
          }
        });
    return new Stage(decided, remainders.stream().map(this::remainder).toList(), branches);
  }

  /** For each condition what it can be grouped by. */
  private List<List<Choice>> choices(List<Conjunction> conjunctions, int depth) {
    int most = depth == 0 ? MAX_CONSTANTS : depth < MAX_DEPTH ? 1 : 0;
    boolean few = conjunctions.size() < MIN_GROUP;
    return conjunctions.stream()
        .map(conjunction -> few ? List.<Choice>of() : choices(conjunction, most))
        .toList();
  }

  private List<Choice> choices(Conjunction conjunction, int most) {
    Map<Comparison.Subject, Choice> choices = new LinkedHashMap<>();
    for (Expression expression : conjunction.expressions()) {
      comparisons
          .of(expression)
          .filter(comparison -> comparison.constants().size() <= most)
          .map(comparison -> new Choice(conjunction, List.of(expression), comparison))
          .ifPresent(choice -> choices.merge(choice.comparison.subject(), choice, Choice::and));
    }
    return List.copyOf(choices.values());
  }

  /** The more constants a subject is compared with the fewer conditions each of them leaves. */
  private static Comparator<Choice> best(List<List<Choice>> choices) {
    Map<Comparison.Subject, Set<Object>> constants = new HashMap<>();
    choices.stream()
        .flatMap(List::stream)
        .map(Choice::comparison)
        .forEach(
            comparison ->
                constants
                    .computeIfAbsent(comparison.subject(), subject -> new HashSet<>())
                    .addAll(comparison.constants()));
    return Comparator.<Choice, Comparison.Relation>comparing(
            choice -> choice.comparison.subject().relation())
        .thenComparing(choice -> -constants.get(choice.comparison.subject()).size());
  }

  private Branch branch(Comparison.Subject subject, List<Choice> group, int depth) {
    Map<Object, List<Conjunction>> rests = new HashMap<>();
    List<Conjunction> all = new ArrayList<>();
    for (Choice choice : group) {
      Conjunction rest = choice.conjunction.without(choice.expressions);
      all.add(rest);
      for (Object constant : choice.comparison.constants()) {
        rests.computeIfAbsent(constant, absent -> new ArrayList<>()).add(rest);
      }
    }
    Map<Object, Stage> passing = new HashMap<>();
    rests.forEach((constant, some) -> passing.put(constant, plan(some, depth)));
    Stage missing = plan(all, depth);
    Node left = planner.plan(group.get(0).comparison.left());
    return switch (subject.relation()) {
      case EQUAL -> new Branch.Equal(left, passing, missing);
      case PREFIX -> new Branch.Prefix(left, lengths(passing.keySet()), passing, missing);
      case WITHIN -> ordered(left, passing, missing);
    };
  }

  private static List<Integer> lengths(Set<Object> prefixes) {
    return prefixes.stream().map(prefix -> ((String) prefix).length()).distinct().toList();
  }

  private static Branch ordered(Node left, Map<Object, Stage> passing, Stage missing) {
    List<Branch.Passing> ranges = new ArrayList<>();
    passing.forEach((range, stage) -> ranges.add(new Branch.Passing((Range) range, stage)));
    ranges.sort(Comparator.comparingDouble(one -> one.range().low()));
    return new Branch.Ordered(left, ranges, missing);
  }

  private Stage.Remainder remainder(Conjunction conjunction) {
    List<Node> nodes = conjunction.expressions().stream().map(planner::plan).toList();
    Node node = nodes.size() == 1 ? nodes.get(0) : new Logic.And(nodes);
    return new Stage.Remainder(conjunction.condition(), node);
  }
}
