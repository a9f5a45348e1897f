package io.weir.dsl.explain;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a rule set made of one message, and why.
 *
 * @param routes those of the message's source, in the order of the file; the others are not asked
 * @param endpoints the names of those that the message goes to, each once; empty when it is dropped
 * @param fallback whether it goes to {@code events} because no route took it
 * @param twinVersion that of the twin, when a route read one that has a version
 */
public record Explanation(
    List<RouteExplanation> routes,
    List<String> endpoints,
    boolean fallback,
    OptionalLong twinVersion) {

  public Explanation {
    routes = List.copyOf(routes);
    endpoints = List.copyOf(endpoints);
  }
}
