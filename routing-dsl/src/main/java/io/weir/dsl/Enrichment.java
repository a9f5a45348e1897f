package io.weir.dsl;

import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.syntax.Expression;
import java.util.List;
import java.util.Objects;

/**
 * A property that messages get on their way to some endpoints ({@code ROUTE-13}).
 *
 * @param endpoints whose copies get it; at least one
 * @param key the application property's name
 * @param value what it is set to; nothing is stamped where that is undefined
 */
public record Enrichment(List<Endpoint> endpoints, String key, Expression value) {

  public Enrichment {
    endpoints = List.copyOf(endpoints);
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
  }
}
