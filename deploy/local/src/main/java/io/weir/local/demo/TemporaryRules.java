package io.weir.local.demo;

import io.weir.dsl.Compilation;
import io.weir.dsl.RuleFiles;
import io.weir.dsl.RuleSet;
import io.weir.local.CommandFailure;
import io.weir.local.client.HubAnswer;
import io.weir.local.client.RulesClient;
import io.weir.local.client.RulesText;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Adds rules to those that a hub has, for a while. What was in force stays in force, and is put
 * back at the end, unless somebody has applied other rules meanwhile: theirs stay.
 */
final class TemporaryRules {
  private static final Optional<String> NOTE = Optional.of("weir demo");

  private final RulesClient hub;
  private final RulesText before;
  private final RuleSet rules;
  private final long version;

  private TemporaryRules(RulesClient hub, RulesText before, RuleSet rules, long version) {
    this.hub = hub;
    this.before = before;
    this.rules = rules;
    this.version = version;
  }

  /**
   * Applies the present rules and the added ones together.
   *
   * @throws CommandFailure when they do not go together
   */
  static TemporaryRules add(RulesClient hub, String added) {
    RulesText before = hub.current();
    boolean alreadyThere = before.text().contains(added);
    String text = alreadyThere ? before.text() : joined(before.text(), added);
    Compilation compilation = RuleFiles.compile("rules", text);
    RuleSet rules =
        compilation
            .ruleSet()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "the demo's rules do not go together with those of the hub ("
                            + compilation.diagnostics().get(0).message()
                            + "); `weir rules show` prints those, and another --data DIR makes"
                            + " another hub"));
    if (alreadyThere) {
      return new TemporaryRules(hub, before, rules, before.version());
    }
    HubAnswer answer = hub.apply(text, OptionalLong.of(before.version()), NOTE);
    return new TemporaryRules(hub, before, rules, answer.json().path("version").asLong());
  }

  private static String joined(String before, String added) {
    return before.isBlank() ? added : before + "\n" + added;
  }

  RuleSet rules() {
    return rules;
  }

  /** Puts the former rules back; true when somebody's newer rules were left alone instead. */
  boolean restore() {
    if (version == before.version()) {
      // They were in force before this demo came: somebody has applied them.
      return false;
    }
    HubAnswer answer = hub.apply(before.text(), OptionalLong.of(version), NOTE);
    if (answer.status() == 412) {
      return true;
    }
    answer.orThrow();
    return false;
  }
}
