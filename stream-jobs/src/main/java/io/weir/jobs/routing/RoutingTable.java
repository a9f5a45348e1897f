package io.weir.jobs.routing;

import io.weir.device.state.Recordings;
import io.weir.device.topic.Topics;
import io.weir.dsl.Enricher;
import io.weir.dsl.Enricher.Stamp;
import io.weir.dsl.Route;
import io.weir.dsl.Router;
import io.weir.dsl.Routing;
import io.weir.dsl.RuleSet;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.plan.Reads;
import io.weir.dsl.plan.Scope;
import io.weir.dsl.syntax.Expression;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One version of the rules, ready to route. Immutable: the operator swaps whole tables.
 *
 * @param version 0 when no rules were ever applied; of a shadow its id
 * @param text the rule file
 * @param twinSources the sources whose messages these rules judge or enrich by the twin
 * @param shadow what is judged beside it, and delivers nothing
 * @param recordings whose messages are explained
 */
record RoutingTable(
    long version,
    RuleSet rules,
    String text,
    Router router,
    Enricher enricher,
    Topics topics,
    Set<MessageSource> twinSources,
    Optional<Shadow> shadow,
    Recordings recordings) {

  static RoutingTable of(long version, RuleSet rules, String text, Topics topics) {
    return new RoutingTable(
        version,
        rules,
        text,
        Router.of(rules),
        Enricher.of(rules, topics.hub()),
        topics,
        twinSources(rules),
        Optional.empty(),
        Recordings.NONE);
  }

  /** The same with another shadow, or none. */
  RoutingTable beside(Optional<RoutingTable> other) {
    return with(other.map(table -> Shadow.beside(rules, table)), recordings);
  }

  /** The same with other recordings. */
  RoutingTable recording(Recordings other) {
    return with(shadow, other);
  }

  private RoutingTable with(Optional<Shadow> otherShadow, Recordings otherRecordings) {
    return new RoutingTable(
        version, rules, text, router, enricher, topics, twinSources, otherShadow, otherRecordings);
  }

  Routing route(Scope message) {
    return router.route(message);
  }

  /** What the endpoint's copy of the message gets besides. */
  List<Stamp> stamps(Endpoint endpoint, Scope message) {
    return enricher.stamps(endpoint, message);
  }

  /** Whether the rules or their shadow look at the twin of messages of the source. */
  boolean readsTwin(MessageSource source) {
    return twinSources.contains(source)
        || (shadow.isPresent() && shadow.get().table().readsTwin(source));
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
