package io.weir.local.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.local.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir rules check}: says what is wrong with rule files, without a hub. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Check rule files without a hub. Errors read FILE:LINE:COL: error: ...",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every file is valid; warnings do not change that",
      "1:a file has an error, cannot be read, or has a warning and --strict is given",
      "2:the command line is not understood"
    })
final class RulesCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Output output;

  @Option(names = "--strict", description = "warnings count as errors")
  private boolean strict;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "rule files; - is stdin")
  private List<String> files;

  @Override
  public Integer call() {
    boolean good = true;
    ObjectNode report = Output.JSON.createObjectNode();
    ArrayNode described = report.putArray("files");
    ArrayNode diagnostics = report.putArray("diagnostics");
    for (String name : files) {
      RuleFile file = RuleFile.read(name);
      boolean valid = file.isGood(strict);
      good &= valid;
      ObjectNode node = described.addObject().put("file", file.name()).put("valid", valid);
      file.compilation().ruleSet().ifPresent(rules -> RulesJson.describe(node, rules));
      file.compilation()
          .diagnostics()
          .forEach(diagnostic -> RulesJson.describe(diagnostics.addObject(), diagnostic));
      if (!output.isJson()) {
        file.printDiagnostics(spec.commandLine().getErr());
        out().println(file.name() + ": " + file.verdict());
        out().flush();
      }
    }
    if (output.isJson()) {
      Output.json(out(), report);
    }
    return good ? ExitCode.OK : ExitCode.FAILED;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
