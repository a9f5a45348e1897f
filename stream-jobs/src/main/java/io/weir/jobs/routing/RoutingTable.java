package io.weir.jobs.routing;

import io.weir.device.topic.Topics;
import io.weir.dsl.Route;
import io.weir.dsl.Router;
import io.weir.dsl.Routing;
import io.weir.dsl.RuleSet;
import io.weir.dsl.message.Message;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.plan.Reads;
import io.weir.dsl.syntax.Expression;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One version of the rules, ready to route. Immutable: the operator swaps whole tables.
 *
 * @param version 0 when no rules were ever applied; of a shadow its id
 * @param twinSources the sources whose messages these rules judge or enrich by the twin
 * @param shadow what is evaluated beside it, and delivers nothing
 */
record RoutingTable(
    long version,
    RuleSet rules,
    Router router,
    Topics topics,
    Set<MessageSource> twinSources,
    Optional<RoutingTable> shadow) {

  static RoutingTable of(long version, RuleSet rules, Topics topics) {
    return new RoutingTable(
        version, rules, Router.of(rules), topics, twinSources(rules), Optional.empty());
  }

  /** The same with another shadow, or none. */
  RoutingTable beside(Optional<RoutingTable> other) {
    return new RoutingTable(version, rules, router, topics, twinSources, other);
  }

  Routing route(Message message) {
    return router.route(message);
  }

  /** Whether the rules or their shadow look at the twin of messages of the source. */
  boolean readsTwin(MessageSource source) {
    return twinSources.contains(source) || (shadow.isPresent() && shadow.get().readsTwin(source));
  }

  /** The topics of the declared endpoints, which the hub creates. */
  Set<String> endpointTopics() {
    return rules.endpoints().stream()
        .flatMap(endpoint -> topics.neededBy(endpoint).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** An enrichment is for an endpoint's messages, whatever their source. */
  private static Set<MessageSource> twinSources(RuleSet rules) {
    if (rules.enrichments().stream().anyMatch(enrichment -> readsTwin(enrichment.value()))) {
      return Set.of(MessageSource.values());
    }
    return rules.routes().stream()
        .filter(route -> readsTwin(route.condition()))
        .map(Route::source)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean readsTwin(Expression expression) {
    return !Reads.of(expression).twin().isEmpty();
  }
}
