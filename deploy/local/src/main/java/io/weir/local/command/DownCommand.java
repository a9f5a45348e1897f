package io.weir.local.command;

import io.weir.local.hub.HubOptions;
import io.weir.local.hub.LocalHub;
import io.weir.local.install.Installation;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code weir down}: stops what {@code up} started. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stop the hub, jobs with a savepoint; data stays.")
public final class DownCommand implements Runnable {
  @Mixin private HubOptions options;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    LocalHub hub = new LocalHub(options.data(), Installation.find());
    try (ProgressLine progress = new ProgressLine(spec.commandLine().getErr())) {
      boolean ran = hub.down(progress::show);
      progress.clear();
      spec.commandLine()
          .getOut()
          .println(
              ran
                  ? "Weir is stopped; its data is in " + hub.data().root()
                  : "No hub runs in " + hub.data().root());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
