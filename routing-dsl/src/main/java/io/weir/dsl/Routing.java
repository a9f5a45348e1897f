package io.weir.dsl;

import io.weir.dsl.endpoint.Endpoint;
import java.util.List;

/**
 * What the rules decided about one message.
 *
 * @param endpoints where it goes: each endpoint once, however many routes name it ({@code
 *     ROUTE-10}); empty when the message is dropped
 * @param fallback whether it goes to {@code events} because no route of its source matched
 * @param undefinedRoutes the names of the routes whose condition was undefined ({@code ROUTE-04})
 */
public record Routing(List<Endpoint> endpoints, boolean fallback, List<String> undefinedRoutes) {

  public Routing {
    endpoints = List.copyOf(endpoints);
    undefinedRoutes = List.copyOf(undefinedRoutes);
  }
}
