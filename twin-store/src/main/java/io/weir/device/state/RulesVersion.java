package io.weir.device.state;

import java.util.Objects;

/**
 * One version of the hub's rule set.
 *
 * @param version 1 for the first that was applied
 * @param text the rule file
 * @param appliedAt epoch milliseconds, the log's time
 * @param appliedBy the policy that the caller acted for; null when it is not known
 * @param note the caller's own words; null when there are none
 */
public record RulesVersion(
    long version, String text, long appliedAt, String appliedBy, String note) {

  /** While none was ever applied. */
  public static final RulesVersion NONE = new RulesVersion(0, "", 0);

  public RulesVersion {
    Objects.requireNonNull(text, "text");
  }

  /** As the first release left it. */
  public RulesVersion(long version, String text, long appliedAt) {
    this(version, text, appliedAt, null, null);
  }
}
