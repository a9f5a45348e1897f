package io.weir.local.command;

import io.weir.local.hub.HubOptions;
import io.weir.local.hub.Policy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir connection-string}: the line that an SDK takes, alone on stdout. */
@Command(
    name = "connection-string",
    mixinStandardHelpOptions = true,
    description = "Print a connection string of the hub, and nothing else.")
public final class ConnectionStringCommand implements Runnable {
  @Mixin private HubOptions hub;
  @Spec private CommandSpec spec;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description = "the shared access policy (default: ${DEFAULT-VALUE})",
      defaultValue = Policy.OWNER)
  private String policy;

  @Override
  public void run() {
    spec.commandLine().getOut().println(hub.localHub().connectionString(policy));
  }
}
