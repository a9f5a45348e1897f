package io.weir.local.cli;

import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir rules}: the hub's routing, as text. */
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RulesCheckCommand.class,
      RulesFmtCommand.class,
      RulesTestCommand.class,
      RulesExplainCommand.class,
      RulesApplyCommand.class,
      RulesListCommand.class,
      RulesShowCommand.class,
      RulesDiffCommand.class,
      RulesHistoryCommand.class,
      RulesRollbackCommand.class,
      RulesDeleteCommand.class,
      RulesShadowCommand.class,
      RulesPromoteCommand.class,
      RulesDropShadowCommand.class,
    },
    description = "Check, format and test rule files, apply them, and look at the rules in force.")
public final class RulesCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        spec.subcommands().keySet().stream()
            .collect(Collectors.joining(", ", "a command is missing (", ")")));
  }
}
