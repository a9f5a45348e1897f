package io.weir.local.cli;

import io.weir.local.client.RulesClient;
import io.weir.local.hub.HubOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code weir rules promote}: the shadow becomes the rules in force. */
@Command(
    name = "promote",
    mixinStandardHelpOptions = true,
    description = "Put the shadow's rules in force, as a new version. There is no shadow then.")
final class RulesPromoteCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private HubOptions hub;
  @Mixin private Output output;
  @Mixin private RulesChangeOptions change;

  @Override
  public void run() {
    long version =
        RulesReply.version(
            RulesClient.of(hub.address()).promote(change.ifVersion(), change.message()));
    RulesReply.print(spec, output, "version", version, "the rules of the shadow");
  }
}
