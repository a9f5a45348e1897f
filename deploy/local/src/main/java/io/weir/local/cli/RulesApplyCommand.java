package io.weir.local.cli;

import io.weir.local.CommandFailure;
import io.weir.local.client.HubAnswer;
import io.weir.local.client.RulesClient;
import io.weir.local.hub.HubOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir rules apply}: a file becomes the rules in force, or the shadow beside them. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = {
      "Replace the hub's rules by a file. A file with an error changes nothing; a good one is"
          + " in force within two seconds.",
      "With --shadow it is evaluated beside the rules in force, and nothing is delivered by it."
    })
final class RulesApplyCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private HubOptions hub;
  @Mixin private Output output;
  @Mixin private RulesChangeOptions change;

  @Option(names = "--strict", description = "warnings count as errors")
  private boolean strict;

  @Option(names = "--shadow", description = "put it beside the rules in force instead")
  private boolean shadow;

  @Parameters(paramLabel = "FILE", description = "a rule file; - is stdin")
  private String fileName;

  @Override
  public void run() {
    RuleFile file = RuleFile.read(fileName, hub);
    file.printDiagnostics(spec.commandLine().getErr());
    if (!file.isGood(strict)) {
      throw new CommandFailure(file.name() + " is not applied: " + file.verdict());
    }
    RulesClient rules = RulesClient.of(hub.address());
    if (shadow) {
      HubAnswer answer = rules.applyShadow(file.text(), change.ifVersion(), change.message());
      long id = answer.json().path("shadow").asLong();
      RulesReply.print(spec, output, "shadow", id, file.verdict());
    } else {
      HubAnswer answer = rules.apply(file.text(), change.ifVersion(), change.message());
      RulesReply.print(spec, output, "version", RulesReply.version(answer), file.verdict());
    }
  }
}
