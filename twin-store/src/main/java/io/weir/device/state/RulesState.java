package io.weir.device.state;

import java.util.Objects;

/** What the one writer remembers of the rule set. */
public record RulesState(RulesVersion current, long now) {
  public RulesState {
    Objects.requireNonNull(current, "current");
  }
}
