package io.weir.dsl;

import io.weir.dsl.check.ConditionChecker;
import io.weir.dsl.check.NamedConditions;
import io.weir.dsl.check.Reachability;
import io.weir.dsl.check.SearchPatterns;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Statement;
import io.weir.dsl.syntax.SyntaxTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks the expressions of a file and puts named conditions into their places. */
final class Conditions {

  private final String text;
  private final Problems problems;
  private final NamedConditions named;
  private final Reachability reachability;
  private final SearchPatterns patterns;

  Conditions(String text, SyntaxTree tree, Problems problems) {
    this.text = text;
    this.problems = problems;
    this.reachability = new Reachability(problems);
    this.patterns = new SearchPatterns(problems);
    DeclaredNames names = new DeclaredNames("condition", RuleSet.MAX_CONDITIONS, problems);
    List<Statement.ConditionDeclaration> usable = new ArrayList<>();
    Set<String> unusable = new HashSet<>(tree.brokenNames());
    tree.all(Statement.ConditionDeclaration.class)
        .forEach(
            declaration -> {
              if (names.add(declaration.name())) {
                usable.add(declaration);
              } else {
                unusable.add(DeclaredNames.key(declaration.name()));
              }
            });
    this.named = new NamedConditions(usable, unusable, problems);
    for (Statement.ConditionDeclaration declaration : usable) {
      check(declaration.condition(), named.named(declaration.name().text()), Optional.empty());
    }
  }

  /**
   * A condition that can be planned; empty after an error with its names.
   *
   * @param source of the messages that it is about; empty when it is not known
   */
  Optional<Expression> condition(Expression written, Optional<MessageSource> source) {
    Optional<Expression> condition = named.expand(written);
    check(written, condition, source);
    return condition;
  }

  private void check(
      Expression written, Optional<Expression> condition, Optional<MessageSource> source) {
    int errors = problems.errors();
    ConditionChecker.ofRule(problems, source, patterns).check(written);
    // What has an error is undefined, which says nothing of what was meant.
    if (problems.errors() == errors) {
      condition.ifPresent(expanded -> reachability.check(written, expanded));
    }
  }

  /**
   * A value of any type that can be planned; empty after an error with its names.
   *
   * @param checked as the checker is to see it
   */
  Optional<Expression> value(Expression written, Expression checked) {
    ConditionChecker.ofRule(problems, Optional.empty(), patterns).checkValue(checked);
    return named.expand(written);
  }

  /** Whether a condition of this file is true for every message. */
  boolean isAlwaysTrue(Expression condition) {
    return reachability.isAlwaysTrue(condition);
  }

  /** As it was written, without parentheses around it. */
  String text(Expression expression) {
    return text.substring(expression.span().start(), expression.span().end());
  }

  void warnUnused() {
    named.warnUnused();
  }
}
