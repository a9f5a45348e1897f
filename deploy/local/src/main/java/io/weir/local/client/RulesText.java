package io.weir.local.client;

import io.weir.dsl.RuleFiles;
import io.weir.dsl.RuleSet;
import io.weir.local.CommandFailure;

/**
 * A version of the hub's rules.
 *
 * @param version rises by one with each applied file; 0 when none ever was
 * @param text the rule file as it was applied
 */
public record RulesText(long version, String text) {

  /**
   * The rules that the text means.
   *
   * @throws CommandFailure when they are of a newer release
   */
  public RuleSet compiled() {
    return RuleFiles.compile("rules", text)
        .ruleSet()
        .orElseThrow(
            () ->
                new CommandFailure(
                    "this weir does not understand the rules in force (version "
                        + version
                        + "); `weir rules show` prints them"));
  }
}
