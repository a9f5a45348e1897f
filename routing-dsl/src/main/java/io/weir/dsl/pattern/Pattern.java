package io.weir.dsl.pattern;

import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.syntax.Expression;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A checked pattern: messages that follow on each other.
 *
 * @param name unique among the patterns of a rule set without regard to case
 * @param source the messages it looks at
 * @param steps in the order in which they must match; at least one must match a message
 * @param within from the first message to the last
 * @param key what tells one sequence of messages from another; empty for the device
 * @param endpoints where a match goes; at least one, none twice
 */
public record Pattern(
    String name,
    MessageSource source,
    List<Step> steps,
    Duration within,
    Optional<Expression> key,
    List<Endpoint> endpoints) {

  public Pattern {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(source, "source");
    steps = List.copyOf(steps);
    Objects.requireNonNull(within, "within");
    Objects.requireNonNull(key, "key");
    endpoints = List.copyOf(endpoints);
    if (steps.stream().noneMatch(step -> step.least() > 0)) {
      throw new IllegalArgumentException(
          "steps: " + steps.size() + " (expected: one that must match a message)");
    }
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("endpoints: [] (expected: at least one)");
    }
  }
}
