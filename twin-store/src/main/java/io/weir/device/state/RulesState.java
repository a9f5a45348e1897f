package io.weir.device.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;

/**
 * What the one writer remembers of the rule set.
 *
 * @param applied the position that made it; what is not above it was decided before
 */
public record RulesState(
    RulesVersion current, long now, @JsonInclude(JsonInclude.Include.NON_DEFAULT) long applied) {
  public RulesState {
    Objects.requireNonNull(current, "current");
  }

  /** As the first release left it. */
  public RulesState(RulesVersion current, long now) {
    this(current, now, 0);
  }
}
