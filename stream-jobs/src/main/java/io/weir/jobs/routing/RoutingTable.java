package io.weir.jobs.routing;

import io.weir.device.topic.Topics;
import io.weir.dsl.Router;
import io.weir.dsl.Routing;
import io.weir.dsl.RuleSet;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.endpoint.KafkaEndpoint;
import io.weir.dsl.message.Message;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One version of the rules, ready to route. Immutable: the operator swaps whole tables.
 *
 * @param version 0 when no rules were ever applied; of a shadow its id
 * @param shadow what is evaluated beside it, and delivers nothing
 */
record RoutingTable(
    long version,
    RuleSet rules,
    Router router,
    String eventsTopic,
    Optional<RoutingTable> shadow) {

  static RoutingTable of(long version, RuleSet rules, Topics topics) {
    return new RoutingTable(
        version, rules, Router.of(rules), topics.messagesEvents(), Optional.empty());
  }

  /** The same with another shadow, or none. */
  RoutingTable beside(Optional<RoutingTable> other) {
    return new RoutingTable(version, rules, router, eventsTopic, other);
  }

  Routing route(Message message) {
    return router.route(message);
  }

  /** The topic that the endpoint's messages go to. */
  String topicOf(Endpoint endpoint) {
    if (endpoint instanceof KafkaEndpoint kafka) {
      return kafka.topic();
    }
    if (endpoint instanceof EventsEndpoint) {
      return eventsTopic;
    }
    throw new IllegalStateException("endpoint: " + endpoint + " (expected: kafka or events)");
  }

  /** The topics of the declared endpoints, which the hub creates. */
  Set<String> endpointTopics() {
    return rules.endpoints().stream().map(this::topicOf).collect(Collectors.toUnmodifiableSet());
  }
}
