package io.weir.local.command;

import io.weir.local.hub.HubOptions;
import io.weir.local.hub.LocalHub;
import io.weir.local.install.Installation;
import io.weir.local.jobs.HubJob;
import io.weir.local.jobs.JobLedger;
import java.io.IOException;
import java.util.List;
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
      if (ran) {
        warnOfMissingSavepoints(hub);
      }
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

  /** {@code jobs.json} keeps it: only the jar that ran the job may go on from its checkpoints. */
  private void warnOfMissingSavepoints(LocalHub hub) throws IOException {
    List<HubJob> unsaved = new JobLedger(hub.data()).unsaved();
    if (!unsaved.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "weir: warning: no savepoint of "
                  + String.join(", ", unsaved.stream().map(HubJob::shortName).toList())
                  + " was taken; the next `weir up` goes on from the last checkpoint (why: "
                  + hub.data().logs().resolve("supervisor.log")
                  + ")");
    }
  }
}
