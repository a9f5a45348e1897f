package io.weir.jobs.routing;

import io.weir.dsl.RuleSet;
import io.weir.jobs.shadow.RuleComparison;

/**
 * A rule set beside the one in force. Nothing is delivered by it.
 *
 * @param comparison with the rules in force
 */
record Shadow(RoutingTable table, RuleComparison comparison) {

  static Shadow beside(RuleSet live, RoutingTable table) {
    return new Shadow(table, RuleComparison.of(live, table.rules()));
  }

  /** No other shadow has it. */
  long id() {
    return table.version();
  }
}
