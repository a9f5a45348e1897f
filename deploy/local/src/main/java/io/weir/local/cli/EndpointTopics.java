package io.weir.local.cli;

import io.weir.device.topic.Topics;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.endpoint.KafkaEndpoint;
import io.weir.local.CommandFailure;
import io.weir.local.client.RulesText;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the Kafka topic of an endpoint by its name in the rules, case-insensitively. */
final class EndpointTopics {
  private EndpointTopics() {}

  /**
   * The topic.
   *
   * @param rules asked only for endpoints that are not built in
   * @throws CommandFailure when the rules have no such endpoint
   */
  static String topicOf(String hub, String endpoint, Supplier<RulesText> rules) {
    if (endpoint.equalsIgnoreCase(EventsEndpoint.NAME)) {
      return new Topics(hub).messagesEvents();
    }
    List<Endpoint> endpoints = rules.get().compiled().endpoints();
    for (Endpoint declared : endpoints) {
      if (declared.name().equalsIgnoreCase(endpoint) && declared instanceof KafkaEndpoint kafka) {
        return kafka.topic();
      }
    }
    String known =
        Stream.concat(Stream.of(EventsEndpoint.NAME), endpoints.stream().map(Endpoint::name))
            .collect(Collectors.joining(", "));
    throw new CommandFailure(
        "the rules have no endpoint " + endpoint + " (expected: one of " + known + ")");
  }
}
