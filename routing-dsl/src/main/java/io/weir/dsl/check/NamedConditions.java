package io.weir.dsl.check;

import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Nearest;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Rewriter;
import io.weir.dsl.syntax.Shown;
import io.weir.dsl.syntax.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The conditions of a file that have a name, and what {@code @name} stands for. */
public final class NamedConditions {

  /**
   * So many parts may the conditions that use names have in all, with what the names stand for in
   * their places: names within names could multiply without end.
   */
  static final int MAX_PARTS = 250_000;

  /** So high may a condition grow then: as high as one that is written out. */
  static final int MAX_HEIGHT = 500;

  /** So deep may names stand within names. */
  static final int MAX_LEVELS = 100;

  /**
   * A condition without names in it.
   *
   * @param levels how deep names stood within names
   */
  private record Expanded(Expression condition, long parts, int height, int levels) {}

  private final Problems problems;
  private final Map<String, Statement.ConditionDeclaration> declared = new LinkedHashMap<>();

  /** By name; an empty one is there but cannot be used. */
  private final Map<String, Optional<Expanded>> expanded = new HashMap<>();

  private final Set<String> pending = new HashSet<>();
  private final Set<String> used = new HashSet<>();
  private long parts;
  private boolean full;

  /**
   * @param declarations with different names
   * @param unusable names in lower case that are declared, but not so that they could be used
   */
  public NamedConditions(
      List<Statement.ConditionDeclaration> declarations, Set<String> unusable, Problems problems) {
    this.problems = problems;
    unusable.forEach(name -> expanded.put(name, Optional.empty()));
    declarations.forEach(declaration -> declared.put(key(declaration.name().text()), declaration));
    declared.keySet().forEach(this::resolve);
  }

  /**
   * The expression with what names stand for in their places; empty after an error, here or where a
   * name is declared.
   */
  public Optional<Expression> expand(Expression written) {
    return expanded(written).map(Expanded::condition);
  }

  /** What the declaration of that name stands for; empty after an error. */
  public Optional<Expression> named(String name) {
    return expanded.get(key(name)).map(Expanded::condition);
  }

  /** Warns of those that nothing refers to. */
  public void warnUnused() {
    declared.forEach(
        (key, declaration) -> {
          if (!used.contains(key)) {
            problems.warning(
                declaration.name().span(),
                "nothing uses the condition '" + Shown.text(declaration.name().text()) + "'");
          }
        });
  }

  private Optional<Expanded> resolve(String name) {
    if (!expanded.containsKey(name)) {
      pending.add(name);
      Optional<Expanded> found = expanded(declared.get(name).condition());
      pending.remove(name);
      // Where the way led back to this one, it was found unusable meanwhile.
      expanded.putIfAbsent(name, found);
    }
    return expanded.get(name);
  }

  private Optional<Expanded> expanded(Expression written) {
    List<Expression.Named> names = new ArrayList<>();
    collect(written, names);
    boolean usable = true;
    int levels = 0;
    for (Expression.Named name : names) {
      Optional<Expanded> target = target(name);
      usable &= target.isPresent();
      levels = Math.max(levels, target.map(Expanded::levels).orElse(0) + 1);
    }
    if (!usable) {
      return Optional.empty();
    }
    Expanded measured = new Expanded(written, parts(written), height(written), levels);
    return names.isEmpty() ? Optional.of(measured) : put(measured, names.get(0));
  }

  private Optional<Expanded> target(Expression.Named reference) {
    String name = key(reference.name());
    used.add(name);
    if (!expanded.containsKey(name)) {
      if (!declared.containsKey(name)) {
        problems.error(
            reference.span(),
            "there is no condition '"
                + Shown.text(reference.name())
                + "'"
                + (problems.full() ? "" : Nearest.hint(reference.name(), declared.keySet())));
        return Optional.empty();
      }
      if (pending.contains(name)) {
        problems.error(
            reference.span(),
            "'@"
                + Shown.text(reference.name())
                + "' leads back to itself (expected: no circle of names)");
        expanded.put(name, Optional.empty());
      } else if (pending.size() > MAX_LEVELS) {
        tooDeep(reference);
        expanded.put(name, Optional.empty());
      }
    }
    return resolve(name);
  }

  /** Puts what the names stand for into their places, while that stays within bounds. */
  private Optional<Expanded> put(Expanded measured, Expression.Named first) {
    parts += measured.parts;
    if (measured.levels > MAX_LEVELS) {
      tooDeep(first);
      return Optional.empty();
    }
    if (measured.height > MAX_HEIGHT) {
      problems.error(
          first.span(),
          "with its names in place the condition is "
              + measured.height
              + " levels high (expected: at most "
              + MAX_HEIGHT
              + ")");
      return Optional.empty();
    }
    if (parts > MAX_PARTS) {
      if (!full) {
        problems.error(
            first.span(),
            "up to here the conditions have "
                + parts
                + " parts with their names in place (expected: at most "
                + MAX_PARTS
                + ")");
      }
      full = true;
      return Optional.empty();
    }
    Rewriter rewriter =
        new Rewriter(part -> part instanceof Expression.Named name ? inPlace(name) : part);
    return Optional.of(
        new Expanded(
            rewriter.apply(measured.condition), measured.parts, measured.height, measured.levels));
  }

  /** What it stands for; its own quantifiers are within those around the name. */
  private Expression inPlace(Expression.Named name) {
    Expression condition = of(name).condition;
    return name.depth() == 0
        ? condition
        : new Rewriter(part -> deeper(part, name.depth())).apply(condition);
  }

  private static Expression deeper(Expression part, int levels) {
    if (part instanceof Expression.Variable variable) {
      return new Expression.Variable(
          variable.name(), variable.depth() + levels, variable.path(), variable.span());
    }
    return part instanceof Expression.Quantified quantified
        ? new Expression.Quantified(
            quantified.quantifier(),
            quantified.depth() + levels,
            quantified.array(),
            quantified.variable(),
            quantified.test(),
            quantified.span())
        : part;
  }

  private void tooDeep(Expression.Named reference) {
    problems.error(
        reference.span(),
        "names stand within names too deeply (expected: at most " + MAX_LEVELS + " levels)");
  }

  private Expanded of(Expression.Named name) {
    return expanded.get(key(name.name())).orElseThrow();
  }

  private long parts(Expression part) {
    if (part instanceof Expression.Named name) {
      return of(name).parts;
    }
    long sum = 1;
    for (Expression inner : part.children()) {
      sum += parts(inner);
    }
    return sum;
  }

  private int height(Expression part) {
    if (part instanceof Expression.Named name) {
      return of(name).height;
    }
    int highest = 0;
    for (Expression inner : part.children()) {
      highest = Math.max(highest, height(inner));
    }
    return highest + 1;
  }

  private static void collect(Expression part, List<Expression.Named> names) {
    if (part instanceof Expression.Named name) {
      names.add(name);
    }
    for (Expression inner : part.children()) {
      collect(inner, names);
    }
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
