package io.weir.edge.rules;

import io.weir.device.command.Command;
import io.weir.device.error.HubError;
import io.weir.device.state.Answer;
import io.weir.device.state.RulesStateMachine;
import io.weir.device.state.RulesVersion;
import io.weir.device.topic.Topics;
import io.weir.dsl.Compilation;
import io.weir.dsl.RuleFiles;
import io.weir.dsl.RuleSet;
import io.weir.edge.node.CommandBus;
import io.weir.edge.node.HubException;
import io.weir.edge.registry.Reads;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

/** The hub's rule set: read from the store, replaced whole through the log. */
public final class RuleSets {

  private static final RulesVersion NONE = new RulesVersion(0, "", 0);

  private final RulesStore store;
  private final EndpointTopics topics;
  private final Topics hubTopics;
  private final CommandBus commands;
  private final Executor compiling;

  /**
   * @param hubTopics the hub's own topics, which no endpoint may name
   * @param compiling where rule files are compiled
   */
  public RuleSets(
      RulesStore store,
      EndpointTopics topics,
      Topics hubTopics,
      CommandBus commands,
      Executor compiling) {
    this.store = store;
    this.topics = topics;
    this.hubTopics = hubTopics;
    this.commands = commands;
    this.compiling = compiling;
  }

  /** The rule set in force; version 0 and no text while none was applied. */
  public CompletionStage<RulesVersion> current() {
    return Reads.of(store.latest()).thenApply(found -> found.orElse(NONE));
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
  public CompletionStage<Long> apply(String fileName, String text, Optional<Long> ifVersion) {
    CompletableFuture<RuleSet> compiled;
    try {
      compiled = CompletableFuture.supplyAsync(() -> compiled(fileName, text), compiling);
    } catch (RejectedExecutionException e) {
      throw new HubException(
          HubError.SERVICE_UNAVAILABLE, "Too many rule sets are being applied.", e);
    }
    return compiled
        .thenCompose(rules -> checkVersion(ifVersion).thenApply(seen -> rules))
        .thenCompose(this::ensureTopics)
        .thenCompose(
            done ->
                commands.call(
                    RulesStateMachine.KEY, new Command.ApplyRules(text, ifVersion.orElse(null))))
        .thenApply(RuleSets::version);
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

  private RuleSet compiled(String fileName, String text) {
    Compilation compilation = RuleFiles.compile(fileName, text, hubTopics.prefix());
    return compilation
        .ruleSet()
        .orElseThrow(() -> new HubException(HubError.ARGUMENT_INVALID, compilation.render()));
  }

  private static long version(Answer answer) {
    if (answer instanceof Answer.RulesAnswer done) {
      return done.version();
    }
    throw new HubException(HubError.SERVER_ERROR, "The answer was not the one of the operation.");
  }
}
