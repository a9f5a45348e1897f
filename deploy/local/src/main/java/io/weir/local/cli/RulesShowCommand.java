package io.weir.local.cli;

import io.weir.local.client.RulesClient;
import io.weir.local.client.RulesText;
import io.weir.local.hub.HubOptions;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir rules show}: a version's text, byte for byte. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Print the rule file in force, or a former one, as it was applied.")
final class RulesShowCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private HubOptions hub;
  @Mixin private Output output;

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "a former version (default: the one in force)")
  private Long version;

  @Override
  public void run() {
    RulesClient rules = RulesClient.of(hub.address());
    RulesText shown = version == null ? rules.current() : rules.version(version);
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      Output.json(
          out,
          Output.JSON.createObjectNode().put("version", shown.version()).put("text", shown.text()));
    } else {
      out.print(shown.text());
      out.flush();
    }
  }
}
