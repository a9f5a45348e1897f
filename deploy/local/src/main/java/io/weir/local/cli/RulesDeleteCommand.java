package io.weir.local.cli;

import io.weir.local.client.RulesClient;
import io.weir.local.hub.HubOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir rules delete}: an empty file becomes the rules in force. */
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    description = {
      "Take all rules away, as a new version: every device message goes to the built-in endpoint.",
      "Say --yes, or which version you mean with --if-version. `rollback` brings them back."
    })
final class RulesDeleteCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private HubOptions hub;
  @Mixin private Output output;
  @Mixin private RulesChangeOptions change;

  @Option(
      names = {"-y", "--yes"},
      description = "whatever is in force")
  private boolean yes;

  @Override
  public void run() {
    if (!yes && change.ifVersion().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "all rules would go (expected: --yes or --if-version N)");
    }
    long version =
        RulesReply.version(
            RulesClient.of(hub.address()).apply("", change.ifVersion(), change.message()));
    RulesReply.print(spec, output, "version", version, "no rules");
  }
}
