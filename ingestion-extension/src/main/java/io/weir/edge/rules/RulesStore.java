package io.weir.edge.rules;

import io.weir.device.state.RulesVersion;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where the rule set in force is read. */
@FunctionalInterface
public interface RulesStore {

  /** The latest version; empty when none was ever applied. */
  CompletionStage<Optional<RulesVersion>> latest();
}
