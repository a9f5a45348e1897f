package io.weir.local.cli;

import io.weir.local.client.RulesClient;
import io.weir.local.hub.HubOptions;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir rules drop-shadow}: nothing is beside the rules in force any more. */
@Command(
    name = "drop-shadow",
    mixinStandardHelpOptions = true,
    description = "Take the shadow away. The rules in force stay as they are.")
final class RulesDropShadowCommand implements Runnable {
  @Mixin private HubOptions hub;

  @Override
  public void run() {
    var unused = RulesClient.of(hub.address()).dropShadow(OptionalLong.empty()).orThrow();
  }
}
