package io.weir.device.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;

/**
 * What the one writer remembers of the rule set. The former versions are in the store alone.
 *
 * @param now the largest time of a decision, epoch milliseconds
 * @param applied the position that made it; what is not above it was decided before
 * @param shadow null when there is none
 * @param recordings null when none was ever asked for; they are in no store
 */
public record RulesState(
    RulesVersion current,
    long now,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long applied,
    ShadowRules shadow,
    @JsonInclude(JsonInclude.Include.NON_NULL) Recordings recordings) {

  /** While nothing was ever applied. */
  public static final RulesState NONE = new RulesState(RulesVersion.NONE, 0);

  public RulesState {
    Objects.requireNonNull(current, "current");
  }

  /** As the first release left it. */
  public RulesState(RulesVersion current, long now) {
    this(current, now, 0, null);
  }

  /** As the store has it. */
  public RulesState(RulesVersion current, long now, long applied, ShadowRules shadow) {
    this(current, now, applied, shadow, null);
  }
}
