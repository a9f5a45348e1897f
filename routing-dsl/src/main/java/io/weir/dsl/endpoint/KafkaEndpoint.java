package io.weir.dsl.endpoint;

import java.util.Objects;
import java.util.Optional;

/**
 * A topic on the hub's own Kafka, or on another.
 *
 * @param name the endpoint's name in the rules
 * @param topic the topic, as written in the rule file, without any prefix
 * @param bootstrap the other cluster's servers, as {@code HOST:PORT,...}; empty for the hub's own
 * @param secret the name of the hub's secret that has the client's properties for the other
 *     cluster, such as SASL's and TLS's
 */
public record KafkaEndpoint(
    String name,
    String topic,
    Delivery delivery,
    Optional<String> bootstrap,
    Optional<String> secret)
    implements Endpoint {

  public KafkaEndpoint {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(delivery, "delivery");
    Objects.requireNonNull(bootstrap, "bootstrap");
    Objects.requireNonNull(secret, "secret");
    TopicNames.problem(topic)
        .ifPresent(
            expected -> {
              throw new IllegalArgumentException(
                  "topic: " + topic + " (expected: " + expected + ")");
            });
  }

  /** A topic on the hub's own Kafka, at least once. */
  public KafkaEndpoint(String name, String topic) {
    this(name, topic, Delivery.AT_LEAST_ONCE, Optional.empty(), Optional.empty());
  }

  /** Whether the topic is on the hub's own Kafka. */
  public boolean isLocal() {
    return bootstrap.isEmpty();
  }

  /**
   * Whether the routing job writes there itself; else messages go through an outbox
   * (docs/architecture.md, "The log's rules" 14).
   */
  public boolean isDirect() {
    return isLocal() && delivery == Delivery.AT_LEAST_ONCE;
  }
}
