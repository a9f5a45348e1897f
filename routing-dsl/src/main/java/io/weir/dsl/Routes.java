package io.weir.dsl;

import io.weir.dsl.check.Duplicates;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks the routes of a file. */
final class Routes {

  private final Sources sources;
  private final Conditions conditions;
  private final DeclaredEndpoints endpoints;
  private final DeclaredNames names;
  private final Duplicates duplicates;
  private final List<Route> order = new ArrayList<>();

  Routes(Sources sources, Conditions conditions, DeclaredEndpoints endpoints, Problems problems) {
    this.sources = sources;
    this.conditions = conditions;
    this.endpoints = endpoints;
    this.names = new DeclaredNames("route", RuleSet.MAX_ROUTES, problems);
    this.duplicates = new Duplicates(problems);
  }

  void add(Statement.RouteDeclaration declaration) {
    Statement.Name name = declaration.name();
    boolean usable = names.add(name);
    Optional<MessageSource> source = sources.find(declaration.source());
    Optional<Expression> condition = conditions.condition(declaration.condition(), source);
    List<Endpoint> targets = endpoints.targets(declaration.endpoints());
    if (usable && source.isPresent() && condition.isPresent() && !targets.isEmpty()) {
      Set<Endpoint> anyOrder = new HashSet<>(targets);
      duplicates.add(name, condition.get(), List.of(source.get(), anyOrder));
      order.add(
          new Route(
              name.text(),
              source.get(),
              conditions.text(declaration.condition()),
              condition.get(),
              targets));
    }
  }

  /** In the order of the file. */
  List<Route> inOrder() {
    return order;
  }
}
