package io.weir.edge.rules;

import io.weir.device.error.HubError;
import io.weir.device.topic.Topics;
import io.weir.dsl.Compilation;
import io.weir.dsl.RuleFiles;
import io.weir.dsl.RuleSet;
import io.weir.edge.node.HubException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Compiles rule files that shall be applied, on a thread for it. */
public final class RuleFileCheck {

  private final Topics hubTopics;
  private final Executor compiling;

  /**
   * @param hubTopics the topics that no endpoint may name
   * @param compiling where rule files are compiled
   */
  public RuleFileCheck(Topics hubTopics, Executor compiling) {
    this.hubTopics = hubTopics;
    this.compiling = compiling;
  }

  /**
   * The file's rules; fails with ARGUMENT_INVALID and what is wrong with them.
   *
   * @param fileName how diagnostics name the file
   * @throws HubException SERVICE_UNAVAILABLE when too many files wait
   */
  CompletionStage<RuleSet> check(String fileName, String text) {
    try {
      return CompletableFuture.supplyAsync(() -> compiled(fileName, text), compiling);
    } catch (RejectedExecutionException e) {
      throw new HubException(
          HubError.SERVICE_UNAVAILABLE, "Too many rule sets are being applied.", e);
    }
  }

  private RuleSet compiled(String fileName, String text) {
    Compilation compilation = RuleFiles.compile(fileName, text, hubTopics.prefix());
    return applicable(
        compilation
            .ruleSet()
            .orElseThrow(() -> new HubException(HubError.ARGUMENT_INVALID, compilation.render())));
  }

  /**
   * The one place that refuses what the language has and the jobs do not evaluate: nothing, since
   * the language refuses patterns itself.
   */
  private static RuleSet applicable(RuleSet rules) {
    return rules;
  }
}
