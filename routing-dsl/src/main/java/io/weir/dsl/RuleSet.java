package io.weir.dsl;

import io.weir.dsl.endpoint.Endpoint;
import java.util.List;

/**
 * A checked rule file: the whole desired state of the hub's routing.
 *
 * @param endpoints the declared endpoints in the order of the file; {@code events} and {@code drop}
 *     are not listed
 * @param routes in the order of the file
 * @param enrichments in the order of the file
 * @param fallback whether a device message that no route takes goes to {@code events}
 */
public record RuleSet(
    List<Endpoint> endpoints, List<Route> routes, List<Enrichment> enrichments, boolean fallback) {

  /** No rules at all: everything goes to {@code events} ({@code ROUTE-11}). */
  public static final RuleSet EMPTY = new RuleSet(List.of(), List.of(), List.of(), true);

  public RuleSet {
    endpoints = List.copyOf(endpoints);
    routes = List.copyOf(routes);
    enrichments = List.copyOf(enrichments);
  }
}
