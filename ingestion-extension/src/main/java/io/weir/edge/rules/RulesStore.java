package io.weir.edge.rules;

import io.weir.device.state.RulesSummary;
import io.weir.device.state.RulesVersion;
import io.weir.device.state.ShadowCount;
import io.weir.device.state.ShadowRules;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where the rule sets are read. */
public interface RulesStore {

  /** The latest version; empty when none was ever applied. */
  CompletionStage<Optional<RulesVersion>> latest();

  /** That version; empty when it never was, or is not kept any more. */
  CompletionStage<Optional<RulesVersion>> version(long number);

  /**
   * The latest versions, the one in force first.
   *
   * @param limit at most so many
   */
  CompletionStage<List<RulesSummary>> history(int limit);

  /** The rule set beside the one in force; empty when there is none. */
  CompletionStage<Optional<ShadowRules>> shadow();

  /** The routes in which the shadow of that id differs from the rules in force. */
  CompletionStage<List<ShadowCount>> differences(long shadow);
}
