package io.weir.dsl.explain;

import java.util.List;

/**
 * What one route made of a message, and why.
 *
 * @param name the route's
 * @param endpoints the names of those that the route sends to when it matches
 */
public record RouteExplanation(
    String name, List<String> endpoints, Verdict verdict, Because because) {

  public RouteExplanation {
    endpoints = List.copyOf(endpoints);
  }
}
