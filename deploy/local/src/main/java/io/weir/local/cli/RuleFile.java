package io.weir.local.cli;

import io.weir.device.topic.Topics;
import io.weir.dsl.Compilation;
import io.weir.dsl.Diagnostic;
import io.weir.dsl.RuleFiles;
import io.weir.dsl.RuleSet;
import io.weir.local.CommandFailure;
import io.weir.local.hub.HubConfig;
import io.weir.local.hub.HubOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule file and what the checker says of it.
 *
 * @param name how diagnostics name it
 */
record RuleFile(String name, String text, Compilation compilation) {

  /** Those of a local hub, which bears the default name. */
  private static final String OWN_TOPICS = new Topics(HubConfig.DEFAULT_NAME).prefix();

  /**
   * Reads and checks a file; {@code -} is the standard input.
   *
   * @throws CommandFailure when it cannot be read
   */
  static RuleFile read(String file) {
    String name = RuleFileText.nameOf(file);
    String text = RuleFileText.read(file);
    return new RuleFile(name, text, RuleFiles.compile(name, text, OWN_TOPICS));
  }

  /** The same for a hub: one elsewhere may bear another name, and says itself what is its own. */
  static RuleFile read(String file, HubOptions hub) {
    if (!hub.isRemote()) {
      return read(file);
    }
    String name = RuleFileText.nameOf(file);
    String text = RuleFileText.read(file);
    return new RuleFile(name, text, RuleFiles.compile(name, text));
  }

  /**
   * Whether it may be applied.
   *
   * @param strict warnings count as errors
   */
  boolean isGood(boolean strict) {
    return !compilation.hasErrors() && !(strict && !compilation.diagnostics().isEmpty());
  }

  /**
   * The rules, where there are any.
   *
   * @throws CommandFailure after an error, of which {@code err} is told
   */
  RuleSet compiled(PrintWriter err) {
    return compilation
        .ruleSet()
        .orElseThrow(
            () -> {
              printDiagnostics(err);
              return new CommandFailure(name + " cannot be used: " + verdict());
            });
  }

  /** {@code 2 endpoints, 1 route, fallback on, 1 warning}. */
  String verdict() {
    long errors = compilation.diagnostics().stream().filter(Diagnostic::isError).count();
    long warnings = compilation.diagnostics().size() - errors;
    List<String> parts = new ArrayList<>();
    compilation.ruleSet().ifPresent(rules -> parts.add(RulesJson.inWords(rules)));
    if (errors > 0) {
      parts.add(RulesJson.counted(errors, "error"));
    }
    if (warnings > 0) {
      parts.add(RulesJson.counted(warnings, "warning"));
    }
    return String.join(", ", parts);
  }

  void printDiagnostics(PrintWriter err) {
    compilation.diagnostics().forEach(diagnostic -> err.println(diagnostic.render()));
    err.flush();
  }
}
