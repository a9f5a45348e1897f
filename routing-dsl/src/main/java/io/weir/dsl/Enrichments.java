package io.weir.dsl;

import io.weir.dsl.endpoint.DropEndpoint;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Shown;
import io.weir.dsl.syntax.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the enrichments of a file ({@code ROUTE-13}). */
final class Enrichments {

  private final Conditions conditions;
  private final DeclaredEndpoints endpoints;
  private final Problems problems;

  /** The keys that each endpoint has already. */
  private final Map<Endpoint, DeclaredNames> keys = new HashMap<>();

  private final List<Enrichment> order = new ArrayList<>();

  Enrichments(Conditions conditions, DeclaredEndpoints endpoints, Problems problems) {
    this.conditions = conditions;
    this.endpoints = endpoints;
    this.problems = problems;
  }

  void add(Statement.EnrichDeclaration declaration) {
    List<Endpoint> targets = endpoints.named(declaration.endpoints());
    if (targets.contains(DropEndpoint.INSTANCE)) {
      Statement.Name drop =
          declaration.endpoints().stream()
              .filter(name -> name.text().equalsIgnoreCase(DropEndpoint.NAME))
              .findFirst()
              .orElseThrow();
      problems.error(
          drop.span(), "nothing comes out of 'drop' (expected: an endpoint that keeps messages)");
    }
    for (Statement.Assignment assignment : declaration.assignments()) {
      add(targets, assignment);
    }
  }

  private void add(List<Endpoint> targets, Statement.Assignment assignment) {
    Statement.Name key = assignment.key();
    Expression written = assignment.value();
    checkKey(key);
    targets.forEach(target -> keysOf(target).add(key));
    Optional<Expression> value =
        conditions.value(written, Enrichment.valueIn("the hub's name", written));
    if (value.isPresent() && !targets.isEmpty()) {
      order.add(new Enrichment(targets, key.text(), conditions.text(written), value.get()));
    }
  }

  private DeclaredNames keysOf(Endpoint endpoint) {
    return keys.computeIfAbsent(
        endpoint,
        key ->
            new DeclaredNames(
                "property of '" + endpoint.name() + "'", RuleSet.MAX_ENRICHMENTS, problems));
  }

  private void checkKey(Statement.Name key) {
    if (!key.text().matches("[A-Za-z0-9._-]+")) {
      problems.error(
          key.span(),
          "'"
              + Shown.text(key.text())
              + "' cannot be a property's name (expected: letters, digits, '.', '_' and '-')");
    }
  }

  /** In the order of the file. */
  List<Enrichment> inOrder() {
    return order;
  }
}
