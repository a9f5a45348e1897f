package io.weir.device.state;

import java.util.Objects;

/**
 * A rule set beside the one in force: it is evaluated, and nothing is delivered by it.
 *
 * @param id the position of the command that made it, so that no two shadows have one
 * @param text the rule file
 * @param appliedAt epoch milliseconds, the log's time
 * @param beside the version that was in force when it came
 * @param appliedBy the policy that the caller acted for; null when it is not known
 * @param note the caller's own words; null when there are none
 */
public record ShadowRules(
    long id, String text, long appliedAt, long beside, String appliedBy, String note) {
  public ShadowRules {
    Objects.requireNonNull(text, "text");
  }
}
