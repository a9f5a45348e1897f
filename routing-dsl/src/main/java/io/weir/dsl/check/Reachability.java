package io.weir.dsl.check;

import io.weir.dsl.plan.Condition;
import io.weir.dsl.syntax.BinaryOperator;
import io.weir.dsl.syntax.Chains;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Span;
import io.weir.dsl.syntax.UnaryOperator;
import io.weir.dsl.value.Truth;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Finds conditions, and parts of them, whose answer does not depend on the message. */
public final class Reachability {

  private final Problems problems;
  private final Contradictions contradictions = new Contradictions();

  /** What each part can be; named conditions occur in many places and are looked at once. */
  private final IdentityHashMap<Expression, Set<Truth>> known = new IdentityHashMap<>();

  public Reachability(Problems problems) {
    this.problems = problems;
  }

  /**
   * Warns of what is always or never true.
   *
   * @param written with names of conditions in it, for the place
   * @param condition without them
   */
  public void check(Expression written, Expression condition) {
    if (!(condition instanceof Expression.Bool)
        && !warn(written.span(), "the condition", condition)) {
      checkParts(condition, written.span());
    }
  }

  /** Whether it is true for every message. */
  public boolean isAlwaysTrue(Expression condition) {
    return truths(condition).equals(EnumSet.of(Truth.TRUE));
  }

  private void checkParts(Expression whole, Span written) {
    for (Expression part : parts(whole)) {
      // What stands elsewhere is a named condition, which is checked there.
      boolean here = part.span().start() >= written.start() && part.span().end() <= written.end();
      if (here && !(part instanceof Expression.Bool) && !warn(part.span(), "this part", part)) {
        checkParts(part, written);
      }
    }
  }

  private boolean warn(Span place, String subject, Expression condition) {
    boolean always = isAlwaysTrue(condition);
    boolean never = !truths(condition).contains(Truth.TRUE);
    if (always || never) {
      problems.warning(place, subject + " is " + (always ? "always" : "never") + " true");
    }
    return always || never;
  }

  /** The conditions that a condition consists of. */
  private static List<Expression> parts(Expression condition) {
    if (Chains.is(condition, BinaryOperator.AND)) {
      return Chains.operands(condition, BinaryOperator.AND);
    }
    if (Chains.is(condition, BinaryOperator.OR)) {
      return Chains.operands(condition, BinaryOperator.OR);
    }
    return condition instanceof Expression.Unary unary && unary.operator() == UnaryOperator.NOT
        ? List.of(unary.operand())
        : List.of();
  }

  /** What the condition can be, for whatever message. */
  private Set<Truth> truths(Expression condition) {
    Set<Truth> truths = known.get(condition);
    if (truths == null) {
      truths = find(condition);
      known.put(condition, truths);
    }
    return truths;
  }

  private Set<Truth> find(Expression condition) {
    List<Expression> parts = parts(condition);
    if (parts.isEmpty()) {
      return Condition.of(condition)
          .constant()
          .map(constant -> (Set<Truth>) EnumSet.of(constant))
          .orElseGet(() -> EnumSet.allOf(Truth.class));
    }
    if (parts.size() == 1) {
      return negated(truths(parts.get(0)));
    }
    boolean all = Chains.is(condition, BinaryOperator.AND);
    Set<Truth> truths = EnumSet.of(Truth.of(all));
    for (Expression part : parts) {
      truths = joined(all, truths, truths(part));
    }
    if (all && contradictions.in(parts)) {
      truths.remove(Truth.TRUE);
    }
    return truths;
  }

  private static Set<Truth> negated(Set<Truth> truths) {
    Set<Truth> negated = EnumSet.noneOf(Truth.class);
    truths.forEach(truth -> negated.add(truth.not()));
    return negated;
  }

  private static Set<Truth> joined(boolean all, Set<Truth> left, Set<Truth> right) {
    Set<Truth> joined = EnumSet.noneOf(Truth.class);
    for (Truth one : left) {
      for (Truth other : right) {
        joined.add(all ? one.and(other) : one.or(other));
      }
    }
    return joined;
  }
}
