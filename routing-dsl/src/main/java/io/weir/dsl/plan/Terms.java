package io.weir.dsl.plan;

import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Span;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The distinct sub-expressions of a rule set: those that differ in nothing but the place where they
 * are written are one term.
 */
final class Terms {

  /**
   * The kinds whose value depends on the message alone. A kind that is missing here is evaluated
   * wherever it stands, with all that is in it: what a name stands for may depend on its place.
   */
  private static final Set<Class<? extends Expression>> KINDS =
      Set.of(
          Expression.Text.class,
          Expression.Numeral.class,
          Expression.Bool.class,
          Expression.Null.class,
          Expression.Undefined.class,
          Expression.Property.class,
          Expression.SystemRead.class,
          Expression.Body.class,
          Expression.Call.class,
          Expression.Unary.class,
          Expression.Binary.class,
          Expression.In.class,
          Expression.InArray.class,
          Expression.Like.class);

  /** One term; compared by identity. */
  static final class Term {
    private int uses;

    /** Whether it stands in more than one place, the places in one and the same term aside. */
    boolean shared() {
      return uses > 1;
    }
  }

  private final Map<List<Object>, Term> byParts = new HashMap<>();

  /** By identity: inside of an unknown kind the same text need not be the same term. */
  private final IdentityHashMap<Expression, Optional<Term>> known = new IdentityHashMap<>();

  /** Takes up a whole condition and everything in it. */
  void add(Expression condition) {
    read(condition).ifPresent(term -> term.uses++);
  }

  /** Empty for what was not taken up or is of an unknown kind. */
  Optional<Term> of(Expression expression) {
    return known.getOrDefault(expression, Optional.empty());
  }

  private Optional<Term> read(Expression expression) {
    Optional<Term> seen = known.get(expression);
    if (seen == null) {
      seen = KINDS.contains(expression.getClass()) ? term(expression) : Optional.empty();
      known.put(expression, seen);
    }
    return seen;
  }

  private Optional<Term> term(Expression expression) {
    List<Object> parts = new ArrayList<>();
    List<Term> operands = new ArrayList<>();
    parts.add(expression.getClass());
    boolean complete = true;
    for (Object component : components(expression)) {
      if (component instanceof Expression operand) {
        complete &= add(operand, parts, operands);
      } else if (component instanceof List<?> list) {
        parts.add(list.size());
        for (Object element : list) {
          if (element instanceof Expression operand) {
            complete &= add(operand, parts, operands);
          } else {
            parts.add(element);
          }
        }
      } else if (!(component instanceof Span)) {
        parts.add(component);
      }
    }
    if (!complete) {
      return Optional.empty();
    }
    Term term = byParts.get(parts);
    if (term == null) {
      term = new Term();
      byParts.put(parts, term);
      operands.forEach(operand -> operand.uses++);
    }
    return Optional.of(term);
  }

  private boolean add(Expression operand, List<Object> parts, List<Term> operands) {
    Optional<Term> term = read(operand);
    term.ifPresent(parts::add);
    term.ifPresent(operands::add);
    return term.isPresent();
  }

  private static List<Object> components(Expression expression) {
    List<Object> components = new ArrayList<>();
    try {
      for (RecordComponent component : expression.getClass().getRecordComponents()) {
        components.add(component.getAccessor().invoke(expression));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("found " + expression + " (expected: a record)", e);
    }
    return components;
  }
}
