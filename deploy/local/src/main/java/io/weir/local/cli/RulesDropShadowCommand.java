package io.weir.local.cli;

import io.weir.local.client.RulesClient;
import io.weir.local.hub.HubOptions;
import java.io.PrintWriter;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code weir rules drop-shadow}: nothing is beside the rules in force any more. */
@Command(
    name = "drop-shadow",
    mixinStandardHelpOptions = true,
    description = "Take the shadow away. The rules in force stay as they are.")
final class RulesDropShadowCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private HubOptions hub;
  @Mixin private Output output;

  @Override
  public void run() {
    var unused = RulesClient.of(hub.address()).dropShadow(OptionalLong.empty()).orThrow();
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      Output.json(out, Output.JSON.createObjectNode().putNull("shadow"));
    } else {
      out.println("the shadow is dropped");
    }
  }
}
