package io.weir.dsl;

import io.weir.dsl.check.TopicNames;
import java.util.Objects;

/**
 * A topic on the hub's own Kafka.
 *
 * @param name the endpoint's name in the rules
 * @param topic the topic, as written in the rule file, without any prefix
 */
public record KafkaEndpoint(String name, String topic) implements Endpoint {

  public KafkaEndpoint {
    Objects.requireNonNull(name, "name");
    TopicNames.problem(topic)
        .ifPresent(
            expected -> {
              throw new IllegalArgumentException(
                  "topic: " + topic + " (expected: " + expected + ")");
            });
  }
}
