package io.weir.edge.rules;

import io.weir.device.command.Command;
import io.weir.device.error.HubError;
import io.weir.device.state.Answer;
import io.weir.device.state.RulesStateMachine;
import io.weir.device.state.ShadowCount;
import io.weir.device.state.ShadowRules;
import io.weir.edge.node.CommandBus;
import io.weir.edge.node.HubException;
import io.weir.edge.registry.Reads;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The rule set beside the one in force. It is evaluated with it, and nothing is delivered by it,
 * until it is promoted or dropped; it stays when other rules come into force.
 */
public final class ShadowRuleSets {

  private final RulesStore store;
  private final RuleFileCheck files;
  private final RuleSets live;
  private final CommandBus commands;

  public ShadowRuleSets(
      RulesStore store, RuleFileCheck files, RuleSets live, CommandBus commands) {
    this.store = store;
    this.files = files;
    this.live = live;
    this.commands = commands;
  }

  /** The shadow; fails with NOT_FOUND when there is none. */
  public CompletionStage<ShadowRules> current() {
    return Reads.of(store.shadow())
        .thenApply(
            found ->
                found.orElseThrow(
                    () ->
                        new HubException(HubError.NOT_FOUND, "There is no shadow rule set.")));
  }

  /** The routes in which the shadow of that id differs from the rules in force. */
  public CompletionStage<List<ShadowCount>> differences(long shadow) {
    return Reads.of(store.differences(shadow));
  }

  /**
   * Puts a rule set beside the one in force, in the place of the one that may be there.
   *
   * @param fileName how diagnostics name the file
   * @param ifVersion the version in force that the caller saw
   * @return the shadow's id; fails as {@link RuleSets#apply} does
   */
  public CompletionStage<Long> apply(
      String fileName, String text, Optional<Long> ifVersion, Author author) {
    return files
        .check(fileName, text)
        .thenCompose(
            rules ->
                commands.call(
                    RulesStateMachine.KEY,
                    new Command.ApplyShadow(
                        text, ifVersion.orElse(null), author.policy(), author.note())))
        .thenApply(ShadowRuleSets::id);
  }

  /**
   * Makes the shadow the rule set in force, unless it is replaced meanwhile.
   *
   * @param ifVersion the version in force that the caller saw
   * @return the new version; fails as {@link RuleSets#apply} does, or with NOT_FOUND
   */
  public CompletionStage<Long> promote(Optional<Long> ifVersion, Author author) {
    return current()
        .thenCompose(
            shadow ->
                live.prepared("shadow", shadow.text(), ifVersion).thenApply(ready -> shadow.id()))
        .thenCompose(
            id ->
                commands.call(
                    RulesStateMachine.KEY,
                    new Command.PromoteShadow(
                        id, ifVersion.orElse(null), author.policy(), author.note())))
        .thenApply(RuleSets::version);
  }

  /** Takes the shadow away; fails with NOT_FOUND when there is none. */
  public CompletionStage<Void> drop(Optional<Long> ifVersion) {
    return commands
        .call(RulesStateMachine.KEY, new Command.DropShadow(ifVersion.orElse(null)))
        .thenAccept(done -> {});
  }

  private static long id(Answer answer) {
    if (answer instanceof Answer.ShadowAnswer done) {
      return done.shadow();
    }
    throw new HubException(HubError.SERVER_ERROR, "The answer was not the one of the operation.");
  }
}
