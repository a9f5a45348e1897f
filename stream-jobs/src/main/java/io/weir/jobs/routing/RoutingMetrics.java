package io.weir.jobs.routing;

import io.weir.dsl.Routing;
import io.weir.dsl.endpoint.Endpoint;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counts what became of messages: {@code endpoint.NAME.routed}, {@code fallback}, {@code orphaned},
 * {@code route.NAME.undefinedEvaluations}, {@code enrichment.KEY.undefined}, {@code
 * undecodableBodies}, {@code rulesRefused}. Used by the task's thread.
 */
final class RoutingMetrics {

  private final MetricGroup group;
  private final Map<String, Counter> routed = new HashMap<>();
  private final Counter fallback;
  private final Counter orphaned;
  private final Map<String, Counter> undefined = new HashMap<>();
  private final Map<String, Counter> unset = new HashMap<>();
  private final Counter undecodable;
  private final Counter refused;

  RoutingMetrics(MetricGroup group) {
    this.group = group;
    this.fallback = group.counter("fallback");
    this.orphaned = group.counter("orphaned");
    this.undecodable = group.counter("undecodableBodies");
    this.refused = group.counter("rulesRefused");
  }

  /**
   * @param orphan whether the message went nowhere though it was meant for somebody (ROUTE-10)
   */
  void count(Routing routing, boolean orphan) {
    if (routing.fallback()) {
      fallback.inc();
    }
    if (orphan) {
      orphaned.inc();
    }
    for (String route : routing.undefinedRoutes()) {
      undefined
          .computeIfAbsent(
              route, name -> group.addGroup("route", name).counter("undefinedEvaluations"))
          .inc();
    }
  }

  void countRouted(Endpoint endpoint) {
    Counter counter = routed.get(endpoint.name());
    if (counter == null) {
      counter = group.addGroup("endpoint", endpoint.name()).counter("routed");
      routed.put(endpoint.name(), counter);
    }
    counter.inc();
  }

  /** An enrichment had no value for a message (ROUTE-13). */
  void countUnset(String key) {
    unset
        .computeIfAbsent(key, name -> group.addGroup("enrichment", name).counter("undefined"))
        .inc();
  }

  void countUndecodable() {
    undecodable.inc();
  }

  void countRefusedRules() {
    refused.inc();
  }
}
