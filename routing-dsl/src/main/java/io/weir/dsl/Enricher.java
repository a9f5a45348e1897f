package io.weir.dsl;

import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.plan.Computation;
import io.weir.dsl.plan.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The planned form of a rule set's enrichments ({@code ROUTE-13}). Immutable and thread-safe. */
public final class Enricher {

  private final Map<Endpoint, List<Planned>> planned = new HashMap<>();

  private record Planned(String key, Computation value) {}

  /**
   * A property for a message.
   *
   * @param value empty when it is undefined for the message, so that nothing is stamped
   */
  public record Stamp(String key, Optional<String> value) {}

  private Enricher(RuleSet rules, String hub) {
    for (Enrichment enrichment : rules.enrichments()) {
      Planned one = new Planned(enrichment.key(), Computation.of(enrichment.valueIn(hub)));
      for (Endpoint endpoint : enrichment.endpoints()) {
        planned.computeIfAbsent(endpoint, key -> new ArrayList<>()).add(one);
      }
    }
  }

  /**
   * Plans a rule set's enrichments.
   *
   * @param hub what {@code $iothubname} stands for
   */
  public static Enricher of(RuleSet rules, String hub) {
    return new Enricher(rules, hub);
  }

  /**
   * What the endpoint's copy of a message gets, in the order of the rules; empty for most. Never
   * throws for what a message holds.
   */
  public List<Stamp> stamps(Endpoint endpoint, Scope scope) {
    List<Planned> values = planned.get(endpoint);
    if (values == null) {
      return List.of();
    }
    List<Stamp> stamps = new ArrayList<>(values.size());
    for (Planned one : values) {
      stamps.add(new Stamp(one.key, one.value.text(scope)));
    }
    return stamps;
  }
}
