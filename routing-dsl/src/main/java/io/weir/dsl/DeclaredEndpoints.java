package io.weir.dsl;

import static io.weir.dsl.DeclaredNames.key;

import io.weir.dsl.endpoint.Clashes;
import io.weir.dsl.endpoint.DropEndpoint;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.EndpointReader;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.endpoint.TopicNames;
import io.weir.dsl.syntax.Nearest;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Shown;
import io.weir.dsl.syntax.Statement;
import io.weir.dsl.syntax.SyntaxTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The endpoints of a file, and those that every hub has. */
final class DeclaredEndpoints {

  private final SyntaxTree tree;
  private final Problems problems;
  private final DeclaredNames names;

  /** By lower-case name; an empty one is there but cannot be used. */
  private final Map<String, Optional<Endpoint>> endpoints = new HashMap<>();

  private final List<Endpoint> order = new ArrayList<>();
  private final Set<String> used = new HashSet<>();

  DeclaredEndpoints(SyntaxTree tree, Problems problems, Optional<String> ownTopics) {
    this.tree = tree;
    this.problems = problems;
    this.names = new DeclaredNames("endpoint", RuleSet.MAX_ENDPOINTS, problems);
    endpoints.put(EventsEndpoint.NAME, Optional.of(EventsEndpoint.INSTANCE));
    endpoints.put(DropEndpoint.NAME, Optional.of(DropEndpoint.INSTANCE));
    tree.brokenNames().forEach(name -> endpoints.putIfAbsent(name, Optional.empty()));
    EndpointReader reader = new EndpointReader(problems, ownTopics);
    Clashes clashes = new Clashes(problems);
    tree.all(Statement.EndpointDeclaration.class)
        .forEach(declaration -> declare(declaration, reader, clashes));
  }

  private void declare(
      Statement.EndpointDeclaration declaration, EndpointReader reader, Clashes clashes) {
    Statement.Name name = declaration.name();
    String key = key(name);
    if (key.equals(EventsEndpoint.NAME) || key.equals(DropEndpoint.NAME)) {
      problems.error(
          name.span(), "the endpoint '" + key + "' is built in (expected: another name)");
      return;
    }
    boolean usable = names.add(name);
    if (!TopicNames.isLegal(name.text())) {
      problems.error(
          name.span(),
          "'"
              + Shown.text(name.text())
              + "' cannot be the name of an endpoint, which topics bear (expected: only "
              + TopicNames.LEGAL
              + ")");
    }
    Optional<Endpoint> endpoint = reader.read(declaration).filter(read -> usable);
    endpoints.putIfAbsent(key, endpoint);
    endpoint.ifPresent(
        read -> {
          order.add(read);
          clashes.add(read, name.span());
        });
  }

  /** In the order of the file, without those that are built in. */
  List<Endpoint> inOrder() {
    return order;
  }

  /** Those of these names that can be used, each once; the others are reported. */
  List<Endpoint> named(List<Statement.Name> wanted) {
    Set<String> seen = new HashSet<>();
    Set<Endpoint> found = new LinkedHashSet<>();
    for (Statement.Name name : wanted) {
      Optional<Endpoint> endpoint = endpoints.get(key(name));
      if (endpoint == null) {
        problems.error(
            name.span(),
            "there is no endpoint '"
                + Shown.text(name.text())
                + "'"
                + (problems.full() ? "" : Nearest.hint(name.text(), endpoints.keySet())));
      } else {
        if (!seen.add(key(name))) {
          problems.warning(
              name.span(), "the endpoint '" + Shown.text(name.text()) + "' is named twice here");
        }
        endpoint.ifPresent(found::add);
      }
    }
    return List.copyOf(found);
  }

  /** The same for what sends messages there. */
  List<Endpoint> targets(List<Statement.Name> wanted) {
    wanted.forEach(name -> used.add(key(name)));
    return named(wanted);
  }

  void warnUnused() {
    tree.all(Statement.EndpointDeclaration.class)
        .map(Statement.EndpointDeclaration::name)
        .filter(name -> !used.contains(key(name)))
        .forEach(
            name ->
                problems.warning(
                    name.span(), "no route uses the endpoint '" + Shown.text(name.text()) + "'"));
  }
}
