package io.weir.jobs.routing;

import io.weir.device.topic.Topics;
import io.weir.dsl.Enricher;
import io.weir.dsl.Enricher.Stamp;
import io.weir.dsl.Router;
import io.weir.dsl.Routing;
import io.weir.dsl.RuleSet;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.plan.Scope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One version of the rules, ready to route. Immutable: the operator swaps whole tables.
 *
 * @param version 0 when no rules were ever applied; of a shadow its id
 * @param shadow what is judged beside it, and delivers nothing
 */
record RoutingTable(
    long version,
    RuleSet rules,
    Router router,
    Enricher enricher,
    Topics topics,
    Optional<Shadow> shadow) {

  static RoutingTable of(long version, RuleSet rules, Topics topics) {
    return new RoutingTable(
        version,
        rules,
        Router.of(rules),
        Enricher.of(rules, topics.hub()),
        topics,
        Optional.empty());
  }

  /** The same with another shadow, or none. */
  RoutingTable beside(Optional<RoutingTable> other) {
    return new RoutingTable(
        version,
        rules,
        router,
        enricher,
        topics,
        other.map(table -> Shadow.beside(rules, table)));
  }

  Routing route(Scope message) {
    return router.route(message);
  }

  /** What the endpoint's copy of the message gets besides. */
  List<Stamp> stamps(Endpoint endpoint, Scope message) {
    return enricher.stamps(endpoint, message);
  }

  /** The topics of the declared endpoints, which the hub creates. */
  Set<String> endpointTopics() {
    return rules.endpoints().stream()
        .flatMap(endpoint -> topics.neededBy(endpoint).stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
