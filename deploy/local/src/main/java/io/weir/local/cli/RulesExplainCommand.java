package io.weir.local.cli;

import io.weir.dsl.RuleSet;
import io.weir.dsl.explain.Explainer;
import io.weir.dsl.explain.Explanation;
import io.weir.dsl.explain.ExplanationJson;
import io.weir.dsl.explain.ExplanationText;
import io.weir.dsl.fixture.FixtureException;
import io.weir.dsl.fixture.GivenMessage;
import io.weir.dsl.fixture.MessageReader;
import io.weir.local.CommandFailure;
import io.weir.local.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir rules explain}: why a message goes where it goes. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Say why a message goes where it goes, without a hub: for each route what decided, and the"
          + " values that it saw.",
      "The message is JSON as `weir monitor-events -o json` prints it; it may have a \"twin\"."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:explained, wherever the message goes",
      "1:a file has an error or cannot be read",
      "2:the command line is not understood"
    })
final class RulesExplainCommand implements Callable<Integer> {
  /** A body that is as long as one may be grows by a third as base64; a twin comes on top. */
  private static final InputText MESSAGE = new InputText("a message as JSON", 4 << 20);

  @Spec private CommandSpec spec;
  @Mixin private Output output;

  @Option(
      names = "--message",
      paramLabel = "FILE",
      required = true,
      description = "the message; - is stdin")
  private String message;

  @Parameters(paramLabel = "RULES", description = "a rule file; - is stdin")
  private String rules;

  @Override
  public Integer call() {
    if (message.equals(InputText.STANDARD_INPUT) && rules.equals(message)) {
      throw new ParameterException(
          spec.commandLine(), "RULES and --message: - (expected: - for one of them)");
    }
    RuleFile file = RuleFile.read(rules);
    RuleSet ruleSet = file.compiled(spec.commandLine().getErr());
    Explanation explanation = Explainer.of(ruleSet, file.text()).explain(given());
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      Output.json(out, ExplanationJson.of(explanation));
    } else {
      out.print(new ExplanationText(file.name()).of(explanation));
      out.flush();
    }
    return ExitCode.OK;
  }

  private GivenMessage given() {
    try {
      return MessageReader.json(InputText.nameOf(message), MESSAGE.read(message));
    } catch (FixtureException e) {
      throw new CommandFailure(e.getMessage(), e);
    }
  }
}
