package io.weir.local.command;

import io.weir.local.CommandFailure;
import io.weir.local.hub.DataDirectory;
import io.weir.local.hub.HubOptions;
import java.nio.file.Files;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code weir ca}: where the hub's CA certificate lies. */
@Command(
    name = "ca",
    mixinStandardHelpOptions = true,
    description = "Print the absolute path of the hub's CA certificate (PEM).")
public final class CaCommand implements Runnable {
  @Mixin private HubOptions hub;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    DataDirectory data = hub.data();
    if (!Files.isReadable(data.caFile())) {
      throw new CommandFailure(
          "there is no CA certificate in " + data.root() + "; `weir up` makes one");
    }
    spec.commandLine().getOut().println(data.caFile());
  }
}
