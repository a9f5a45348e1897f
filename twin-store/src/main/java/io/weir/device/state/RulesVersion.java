package io.weir.device.state;

import java.util.Objects;

/**
 * One version of the hub's rule set.
 *
 * @param version 1 for the first that was applied
 * @param text the rule file
 * @param appliedAt epoch milliseconds, the log's time
 */
public record RulesVersion(long version, String text, long appliedAt) {
  public RulesVersion {
    Objects.requireNonNull(text, "text");
  }
}
