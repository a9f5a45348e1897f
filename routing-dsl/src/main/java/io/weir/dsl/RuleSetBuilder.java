package io.weir.dsl;

import io.weir.dsl.check.ConditionChecker;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.endpoint.KafkaEndpoint;
import io.weir.dsl.endpoint.TopicNames;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.plan.Condition;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Nearest;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Shown;
import io.weir.dsl.syntax.Statement;
import io.weir.dsl.syntax.SyntaxTree;
import io.weir.dsl.value.Truth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks the statements of a file against each other and makes the rule set of them. */
final class RuleSetBuilder {

  /** Sources that something comes from. */
  private static final Set<MessageSource> SERVED =
      EnumSet.of(
          MessageSource.DEVICE_MESSAGES,
          MessageSource.TWIN_CHANGE_EVENTS,
          MessageSource.DEVICE_LIFECYCLE_EVENTS,
          MessageSource.DEVICE_CONNECTION_STATE_EVENTS);

  /** The longest name of an endpoint or a route, as in IoT Hub. */
  static final int MAX_NAME = 64;

  private static final List<String> KINDS = List.of("kafka", "files", "webhook", "events", "drop");
  private static final List<String> SOURCES =
      Arrays.stream(MessageSource.values()).map(MessageSource::wireName).toList();

  private final String text;
  private final Problems problems;
  private final SyntaxTree tree;
  private final Optional<String> ownTopics;

  /** Declared endpoints by lower-case name; an empty one is there but cannot be used. */
  private final Map<String, Optional<Endpoint>> endpoints = new HashMap<>();

  private final List<Endpoint> endpointOrder = new ArrayList<>();
  private final Set<String> usedEndpoints = new HashSet<>();
  private final Set<String> routeNames = new HashSet<>();
  private final List<Route> routes = new ArrayList<>();
  private Optional<Boolean> fallback = Optional.empty();

  /**
   * @param ownTopics how the names of topics begin that no endpoint may have
   */
  RuleSetBuilder(String text, SyntaxTree tree, Problems problems, Optional<String> ownTopics) {
    this.text = text;
    this.ownTopics = ownTopics;
    this.tree = tree;
    this.problems = problems;
  }

  /** The rule set; only of use when there was no error. */
  RuleSet build() {
    // Endpoints first: a route may stand before the endpoint that it names.
    endpoints.put(EventsEndpoint.NAME, Optional.of(EventsEndpoint.INSTANCE));
    tree.brokenNames().forEach(name -> endpoints.putIfAbsent(name, Optional.empty()));
    for (Statement statement : tree.statements()) {
      if (statement instanceof Statement.EndpointDeclaration declaration) {
        endpoint(declaration);
      }
    }
    for (Statement statement : tree.statements()) {
      if (statement instanceof Statement.RouteDeclaration declaration) {
        route(declaration);
      } else if (statement instanceof Statement.Fallback declaration) {
        fallback(declaration);
      }
    }
    for (Statement statement : tree.statements()) {
      if (statement instanceof Statement.EndpointDeclaration declaration) {
        warnUnused(declaration.name());
      }
    }
    return new RuleSet(endpointOrder, routes, List.of(), fallback.orElse(true));
  }

  private void endpoint(Statement.EndpointDeclaration declaration) {
    Statement.Name name = declaration.name();
    String key = key(name);
    checkLength(name);
    if (key.equals(EventsEndpoint.NAME)) {
      problems.error(name.span(), "the endpoint 'events' is built in (expected: another name)");
      return;
    }
    if (endpoints.containsKey(key)) {
      problems.error(
          name.span(),
          "the endpoint '"
              + Shown.text(name.text())
              + "' is declared twice (expected: one name each)");
      return;
    }
    Optional<Endpoint> endpoint =
        switch (key(declaration.kind())) {
          case "kafka" -> kafka(declaration);
          default -> unknownKind(declaration.kind());
        };
    endpoints.put(key, endpoint);
    endpoint.ifPresent(endpointOrder::add);
  }

  private Optional<Endpoint> unknownKind(Statement.Name kind) {
    if (KINDS.contains(key(kind))) {
      problems.error(
          kind.span(),
          "endpoints of kind '" + key(kind) + "' are not supported yet (expected: kafka)");
    } else {
      problems.error(
          kind.span(),
          "there is no endpoint kind '"
              + Shown.text(kind.text())
              + "' (expected: kafka)"
              + Nearest.hint(kind.text(), KINDS));
    }
    return Optional.empty();
  }

  private Optional<Endpoint> kafka(Statement.EndpointDeclaration declaration) {
    Optional<String> topic = Optional.empty();
    boolean given = false;
    for (Statement.Option option : declaration.options()) {
      if (!key(option.name()).equals("topic")) {
        problems.error(
            option.name().span(),
            "there is no option '"
                + Shown.text(option.name().text())
                + "' for kafka endpoints (expected: topic)"
                + Nearest.hint(option.name().text(), List.of("topic")));
      } else if (given) {
        problems.error(option.name().span(), "the option 'topic' is given twice");
      } else {
        given = true;
        topic = topic(option);
      }
    }
    if (!given) {
      problems.error(
          declaration.name().span(),
          "the endpoint '"
              + Shown.text(declaration.name().text())
              + "' has no topic (expected: topic = '...')");
    }
    return topic.map(name -> new KafkaEndpoint(declaration.name().text(), name));
  }

  private Optional<String> topic(Statement.Option option) {
    if (!(option.value() instanceof Expression.Text name)) {
      problems.error(
          option.value().span(), "the topic is not a string (expected: such as topic = 'alerts')");
      return Optional.empty();
    }
    Optional<String> expected =
        TopicNames.problem(name.value())
            .or(() -> ownTopics.filter(name.value()::startsWith).map(RuleSetBuilder::notTheHubs));
    if (expected.isPresent()) {
      problems.error(
          name.span(),
          "'"
              + Shown.text(name.value())
              + "' cannot be a topic's name (expected: "
              + expected.get()
              + ")");
      return Optional.empty();
    }
    return Optional.of(name.value());
  }

  private static String notTheHubs(String ownTopics) {
    return "a name that does not begin with '" + ownTopics + "', as the hub's own do";
  }

  private void route(Statement.RouteDeclaration declaration) {
    Statement.Name name = declaration.name();
    checkLength(name);
    if (!routeNames.add(key(name))) {
      problems.error(
          name.span(),
          "the route '"
              + Shown.text(name.text())
              + "' is declared twice (expected: one name each)");
    }
    Optional<MessageSource> source = source(declaration.source());
    ConditionChecker.ofRule(problems, source).check(declaration.condition());
    warnConstant(declaration.condition());
    List<Endpoint> targets = targets(declaration.endpoints());
    if (source.isPresent() && !targets.isEmpty()) {
      Expression condition = declaration.condition();
      String written = text.substring(condition.span().start(), condition.span().end());
      routes.add(new Route(name.text(), source.get(), written, condition, targets));
    }
  }

  private Optional<MessageSource> source(Statement.Name name) {
    Optional<MessageSource> source = MessageSource.named(name.text());
    if (source.isEmpty()) {
      problems.error(
          name.span(),
          "there is no source '"
              + Shown.text(name.text())
              + "'"
              + Nearest.hint(name.text(), SOURCES));
    } else if (!SERVED.contains(source.get())) {
      problems.warning(name.span(), "no messages come from '" + source.get().wireName() + "' yet");
    }
    return source;
  }

  private void warnConstant(Expression condition) {
    if (condition instanceof Expression.Bool) {
      return;
    }
    Optional<Truth> constant = Condition.of(condition).constant();
    constant.ifPresent(
        truth ->
            problems.warning(
                condition.span(),
                "the condition is " + (truth == Truth.TRUE ? "always" : "never") + " true"));
  }

  private List<Endpoint> targets(List<Statement.Name> names) {
    Set<String> seen = new HashSet<>();
    Set<Endpoint> targets = new LinkedHashSet<>();
    for (Statement.Name name : names) {
      String key = key(name);
      Optional<Endpoint> endpoint = endpoints.get(key);
      if (endpoint == null) {
        problems.error(
            name.span(),
            "there is no endpoint '"
                + Shown.text(name.text())
                + "'"
                + (problems.full() ? "" : Nearest.hint(name.text(), endpoints.keySet())));
      } else {
        if (!seen.add(key)) {
          problems.warning(
              name.span(), "the endpoint '" + Shown.text(name.text()) + "' is named twice here");
        }
        usedEndpoints.add(key);
        endpoint.ifPresent(targets::add);
      }
    }
    return List.copyOf(targets);
  }

  private void fallback(Statement.Fallback declaration) {
    if (fallback.isPresent()) {
      problems.error(declaration.span(), "'fallback' is given twice (expected: once)");
    }
    fallback = Optional.of(declaration.on());
  }

  private void warnUnused(Statement.Name name) {
    // When a route could not be parsed, nobody knows what it would have used.
    if (!problems.hasErrors() && !usedEndpoints.contains(key(name))) {
      problems.warning(name.span(), "no route uses the endpoint '" + Shown.text(name.text()) + "'");
    }
  }

  private void checkLength(Statement.Name name) {
    if (name.text().length() > MAX_NAME) {
      problems.error(
          name.span(),
          "the name has "
              + name.text().length()
              + " characters (expected: at most "
              + MAX_NAME
              + ")");
    }
  }

  private static String key(Statement.Name name) {
    return name.text().toLowerCase(Locale.ROOT);
  }
}
