package io.weir.edge.rules;

import io.weir.device.command.Command;
import io.weir.device.error.HubError;
import io.weir.device.state.Answer;
import io.weir.device.state.RulesStateMachine;
import io.weir.device.state.RulesSummary;
import io.weir.device.state.RulesVersion;
import io.weir.device.topic.Topics;
import io.weir.dsl.RuleSet;
import io.weir.edge.node.CommandBus;
import io.weir.edge.node.HubException;
import io.weir.edge.registry.Reads;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The hub's rule set: read from the store, replaced whole through the log. */
public final class RuleSets {

  /** The most versions of a history. */
  public static final int MAX_HISTORY = RulesStateMachine.KEPT_VERSIONS;

  private final RulesStore store;
  private final RuleFileCheck files;
  private final EndpointTopics topics;
  private final Topics hubTopics;
  private final CommandBus commands;

  public RuleSets(
      RulesStore store,
      RuleFileCheck files,
      EndpointTopics topics,
      Topics hubTopics,
      CommandBus commands) {
    this.store = store;
    this.files = files;
    this.topics = topics;
    this.hubTopics = hubTopics;
    this.commands = commands;
  }

  /** The rule set in force; version 0 and no text while none was applied. */
  public CompletionStage<RulesVersion> current() {
    return Reads.of(store.latest()).thenApply(found -> found.orElse(RulesVersion.NONE));
  }

  /** That version; fails with NOT_FOUND when it never was, or is not kept any more. */
  public CompletionStage<RulesVersion> version(long number) {
    return Reads.of(store.version(number))
        .thenApply(
            found ->
                found.orElseThrow(
                    () ->
                        new HubException(
                            HubError.NOT_FOUND,
                            "There is no version " + number + " of the rules.")));
  }

  /**
   * The latest versions without their texts, the one in force first.
   *
   * @param last how many, at most {@link #MAX_HISTORY}
   */
  public CompletionStage<List<RulesSummary>> history(int last) {
    return Reads.of(store.history(last));
  }

  /**
   * Replaces the rule set. The topics of its endpoints are there before the first message can be
   * routed to them.
   *
   * @param fileName how diagnostics name the file
   * @param ifVersion the version that the caller saw
   * @return the new version; fails with ARGUMENT_INVALID and the rendered diagnostics, or with
   *     PRECONDITION_FAILED
   */
  public CompletionStage<Long> apply(
      String fileName, String text, Optional<Long> ifVersion, Author author) {
    return prepared(fileName, text, ifVersion)
        .thenCompose(
            done ->
                commands.call(
                    RulesStateMachine.KEY,
                    new Command.ApplyRules(
                        text, ifVersion.orElse(null), author.policy(), author.note())))
        .thenApply(RuleSets::version);
  }

  /** Completes when the rules could be in force. */
  CompletionStage<Void> prepared(String fileName, String text, Optional<Long> ifVersion) {
    return files
        .check(fileName, text)
        .thenCompose(rules -> checkVersion(ifVersion).thenApply(seen -> rules))
        .thenCompose(this::ensureTopics);
  }

  /** Makes no topics for rules that will be refused; the one writer has the last word. */
  private CompletionStage<Void> checkVersion(Optional<Long> ifVersion) {
    if (ifVersion.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return current()
        .thenAccept(
            inForce -> {
              if (inForce.version() != ifVersion.get()) {
                throw new HubException(
                    HubError.PRECONDITION_FAILED,
                    "The rules' version is "
                        + inForce.version()
                        + ", not "
                        + ifVersion.get()
                        + ".");
              }
            });
  }

  private CompletionStage<Void> ensureTopics(RuleSet rules) {
    Set<String> wanted =
        rules.endpoints().stream()
            .flatMap(endpoint -> hubTopics.neededBy(endpoint).stream())
            .collect(Collectors.toUnmodifiableSet());
    return wanted.isEmpty() ? CompletableFuture.completedFuture(null) : topics.ensure(wanted);
  }

  static long version(Answer answer) {
    if (answer instanceof Answer.RulesAnswer done) {
      return done.version();
    }
    throw new HubException(HubError.SERVER_ERROR, "The answer was not the one of the operation.");
  }
}
