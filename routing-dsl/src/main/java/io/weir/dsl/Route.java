package io.weir.dsl;

import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.syntax.Expression;
import java.util.List;
import java.util.Objects;

/**
 * A checked route.
 *
 * @param name unique in a rule set without regard to case
 * @param source the messages it looks at
 * @param conditionText the condition as written, for people
 * @param condition the condition
 * @param endpoints where matching messages go; at least one, none twice
 */
public record Route(
    String name,
    MessageSource source,
    String conditionText,
    Expression condition,
    List<Endpoint> endpoints) {

  public Route {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(conditionText, "conditionText");
    Objects.requireNonNull(condition, "condition");
    endpoints = List.copyOf(endpoints);
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("endpoints: [] (expected: at least one)");
    }
  }
}
