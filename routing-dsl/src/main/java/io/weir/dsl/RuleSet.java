package io.weir.dsl;

import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.pattern.Pattern;
import java.util.List;
import java.util.Optional;

/**
 * A checked rule file: the whole desired state of the hub's routing.
 *
 * @param endpoints the declared endpoints in the order of the file; {@code events} and {@code drop}
 *     are not listed
 * @param routes in the order of the file
 * @param enrichments in the order of the file
 * @param patterns in the order of the file
 * @param fallback whether a device message that no route takes goes to {@code events}
 */
public record RuleSet(
    List<Endpoint> endpoints,
    List<Route> routes,
    List<Enrichment> enrichments,
    List<Pattern> patterns,
    boolean fallback) {

  public static final int MAX_ENDPOINTS = 100;
  public static final int MAX_ROUTES = 10_000;

  /** For each endpoint. */
  public static final int MAX_ENRICHMENTS = 100;

  /** Named ones. */
  public static final int MAX_CONDITIONS = 1_000;

  public static final int MAX_PATTERNS = 100;

  /** No rules at all: everything goes to {@code events} ({@code ROUTE-11}). */
  public static final RuleSet EMPTY = new RuleSet(List.of(), List.of(), List.of(), List.of(), true);

  public RuleSet {
    endpoints = List.copyOf(endpoints);
    routes = List.copyOf(routes);
    enrichments = List.copyOf(enrichments);
    patterns = List.copyOf(patterns);
  }

  /**
   * Why no hub can put these rules into force, in one sentence without an end mark; empty when one
   * can. The checker only warns of it, so that a file can be written for a later hub.
   */
  public Optional<String> obstacle() {
    return patterns.stream()
        .findFirst()
        .map(
            pattern ->
                "the rules hold the pattern '"
                    + pattern.name()
                    + "', and patterns are not evaluated yet (expected: rules without patterns)");
  }
}
