package io.weir.dsl.plan;

import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Structure;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The distinct sub-expressions of a rule set: those that differ in nothing but the place where they
 * are written are one term.
 */
final class Terms {

  /** One term; compared by identity. */
  static final class Term {
    private final boolean independent;
    private int uses;

    private Term(boolean independent) {
      this.independent = independent;
    }

    /**
     * Whether it has one value for a message and stands in more than one place, the places in one
     * and the same term aside.
     */
    boolean shared() {
      return independent && uses > 1;
    }
  }

  private final Map<List<Object>, Term> byParts = new HashMap<>();

  /** By identity, so that each expression is read once. */
  private final IdentityHashMap<Expression, Term> known = new IdentityHashMap<>();

  /** Takes up a whole condition and everything in it. */
  void add(Expression condition) {
    read(condition).uses++;
  }

  /** The term of an expression that was taken up. */
  Term of(Expression expression) {
    Term term = known.get(expression);
    if (term == null) {
      throw new IllegalArgumentException(
          "found " + expression + " (expected: a part of a condition of the set)");
    }
    return term;
  }

  private Term read(Expression expression) {
    Term term = known.get(expression);
    if (term == null) {
      term = term(expression);
      known.put(expression, term);
    }
    return term;
  }

  private Term term(Expression expression) {
    List<Object> parts = Structure.of(expression, this::read);
    Term same = byParts.get(parts);
    if (same != null) {
      return same;
    }
    List<Term> operands = expression.children().stream().map(this::read).toList();
    operands.forEach(operand -> operand.uses++);
    Term term = new Term(independent(expression, operands));
    byParts.put(parts, term);
    return term;
  }

  /**
   * Whether the value depends on the message alone. What reads an element depends on the quantifier
   * around it, and so does a quantifier in another's test: they share an allowance of tests.
   */
  private static boolean independent(Expression expression, List<Term> operands) {
    if (expression instanceof Expression.Quantified quantified) {
      return quantified.depth() == 0;
    }
    return !(expression instanceof Expression.Variable)
        && operands.stream().allMatch(operand -> operand.independent);
  }
}
