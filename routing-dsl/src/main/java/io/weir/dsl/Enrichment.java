package io.weir.dsl;

import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Rewriter;
import java.util.List;
import java.util.Objects;

/**
 * A property that messages get on their way to some endpoints ({@code ROUTE-13}).
 *
 * @param endpoints whose copies get it; at least one, none twice
 * @param key the application property's name
 * @param valueText the value as written, for people
 * @param value what it is set to; nothing is stamped where that is undefined
 */
public record Enrichment(List<Endpoint> endpoints, String key, String valueText, Expression value) {

  /** What {@code $iothubname} is called without its {@code $}; it stands in enrichments only. */
  private static final String HUB_NAME = "iothubname";

  public Enrichment {
    endpoints = List.copyOf(endpoints);
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(valueText, "valueText");
    Objects.requireNonNull(value, "value");
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("endpoints: [] (expected: at least one)");
    }
  }

  /** Whether copies for the endpoint of that name get it. */
  public boolean isFor(String endpoint) {
    return endpoints.stream().anyMatch(target -> target.name().equals(endpoint));
  }

  /** The value in a hub of that name: with the name in the place of {@code $iothubname}. */
  public Expression valueIn(String hub) {
    return valueIn(hub, value);
  }

  /** Likewise for any value, as it was written. */
  static Expression valueIn(String hub, Expression value) {
    return new Rewriter(
            part ->
                part instanceof Expression.SystemRead read && read.name().equalsIgnoreCase(HUB_NAME)
                    ? new Expression.Text(hub, read.span())
                    : part)
        .apply(value);
  }
}
