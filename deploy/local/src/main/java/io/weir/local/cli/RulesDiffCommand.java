package io.weir.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.RuleSet;
import io.weir.local.CommandFailure;
import io.weir.local.ExitCode;
import io.weir.local.client.RulesClient;
import io.weir.local.client.RulesText;
import io.weir.local.diff.UnifiedDiff;
import io.weir.local.hub.HubOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir rules diff}: what applying a file would change. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = "Show what applying a file would change of the rules in force.",
    exitCodeListHeading = "%nExit codes, those of diff(1):%n",
    exitCodeList = {
      "0:the file is what is in force",
      "1:they differ",
      "2:they could not be compared; stderr says why"
    })
final class RulesDiffCommand implements Callable<Integer> {
  private static final int SAME = 0;
  private static final int DIFFERENT = 1;
  private static final int TROUBLE = ExitCode.USAGE;

  @Spec private CommandSpec spec;
  @Mixin private HubOptions hub;
  @Mixin private Output output;

  @Parameters(paramLabel = "FILE", description = "a rule file; - is stdin")
  private String fileName;

  @Override
  public Integer call() {
    try {
      return compared();
    } catch (CommandFailure e) {
      // A script must not take a failure for a difference.
      throw new CommandFailure(TROUBLE, e.getMessage(), e);
    }
  }

  private int compared() {
    RuleFile file = RuleFile.read(fileName, hub);
    file.printDiagnostics(spec.commandLine().getErr());
    RuleSet rules =
        file.compilation()
            .ruleSet()
            .orElseThrow(
                () -> new CommandFailure(file.name() + " is not compared: " + file.verdict()));
    RulesText inForce = RulesClient.of(hub.address()).current();
    String text =
        UnifiedDiff.of("version " + inForce.version(), inForce.text(), file.name(), file.text());
    RuleSetDiff summary = RuleSetDiff.of(inForce.compiled(), rules);
    if (output.isJson()) {
      ObjectNode node = Output.JSON.createObjectNode();
      node.put("version", inForce.version()).put("same", text.isEmpty());
      summary.describe(node);
      Output.json(out(), node.put("diff", text));
    } else {
      print(text, summary.inWords());
    }
    return text.isEmpty() ? SAME : DIFFERENT;
  }

  private void print(String text, List<String> summary) {
    out().print(text);
    if (!text.isEmpty()) {
      out().println();
      summary.forEach(out()::println);
      if (summary.isEmpty()) {
        out().println("no rule changes what it does");
      }
    }
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
