package io.weir.dsl;

import io.weir.dsl.message.MessageSource;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Shown;
import io.weir.dsl.syntax.Statement;
import io.weir.dsl.syntax.SyntaxTree;
import java.util.List;
import java.util.Optional;

/** Checks the statements of a file against each other and makes the rule set of them. */
final class RuleSetBuilder {

  private final SyntaxTree tree;
  private final Problems problems;
  private final DeclaredEndpoints endpoints;
  private final Conditions conditions;
  private final Sources sources;

  /**
   * @param ownTopics how the names of topics begin that no endpoint may have
   */
  RuleSetBuilder(String text, SyntaxTree tree, Problems problems, Optional<String> ownTopics) {
    this.tree = tree;
    this.problems = problems;
    // These first: a statement may stand before what it names.
    this.endpoints = new DeclaredEndpoints(tree, problems, ownTopics);
    this.conditions = new Conditions(text, tree, problems);
    this.sources = new Sources(problems);
  }

  /** The rule set; only of use when there was no error. */
  RuleSet build() {
    Routes routes = new Routes(sources, conditions, endpoints, problems);
    tree.all(Statement.RouteDeclaration.class).forEach(routes::add);
    Enrichments enrichments = new Enrichments(conditions, endpoints, problems);
    tree.all(Statement.EnrichDeclaration.class).forEach(enrichments::add);
    Patterns patterns = new Patterns(sources, conditions, endpoints, problems);
    tree.all(Statement.PatternDeclaration.class).forEach(patterns::add);
    boolean fallback = fallback(routes.inOrder());
    // When a statement could not be read, nobody knows what it would have used.
    if (!problems.hasErrors()) {
      endpoints.warnUnused();
      conditions.warnUnused();
    }
    return new RuleSet(
        endpoints.inOrder(), routes.inOrder(), enrichments.inOrder(), patterns.inOrder(), fallback);
  }

  private boolean fallback(List<Route> routes) {
    List<Statement.Fallback> written = tree.all(Statement.Fallback.class).toList();
    written.stream()
        .skip(1)
        .forEach(
            again -> problems.error(again.span(), "'fallback' is given twice (expected: once)"));
    boolean on = written.isEmpty() || written.get(written.size() - 1).on();
    if (on && !written.isEmpty()) {
      routes.stream()
          .filter(route -> route.source() == MessageSource.DEVICE_MESSAGES)
          .filter(route -> conditions.isAlwaysTrue(route.condition()))
          .findFirst()
          .ifPresent(route -> warnUnreachable(written.get(0), route));
    }
    return on;
  }

  private void warnUnreachable(Statement.Fallback fallback, Route route) {
    problems.warning(
        fallback.span(),
        "the fallback is unreachable: the route '"
            + Shown.text(route.name())
            + "' takes every device message");
  }
}
