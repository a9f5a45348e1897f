package io.weir.edge.node;

import io.weir.device.state.RulesSummary;
import io.weir.device.state.RulesVersion;
import io.weir.device.state.ShadowCount;
import io.weir.device.state.ShadowRules;
import io.weir.device.store.RulesTable;
import io.weir.device.store.ShadowCounts;
import io.weir.edge.rules.RulesStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The reads of rule sets, from Cassandra. */
record StoredRules(RulesTable rules, ShadowCounts counts) implements RulesStore {

  @Override
  public CompletionStage<Optional<RulesVersion>> latest() {
    return rules.latest();
  }

  @Override
  public CompletionStage<Optional<RulesVersion>> version(long number) {
    return rules.version(number);
  }

  @Override
  public CompletionStage<List<RulesSummary>> history(int limit) {
    return rules.history(limit);
  }

  @Override
  public CompletionStage<Optional<ShadowRules>> shadow() {
    return rules.shadow();
  }

  @Override
  public CompletionStage<List<ShadowCount>> differences(long shadow) {
    return counts.of(shadow);
  }
}
