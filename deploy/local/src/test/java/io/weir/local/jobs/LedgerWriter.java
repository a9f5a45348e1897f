package io.weir.local.jobs;

import io.weir.local.hub.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Another process that writes the ledger; ends with an exception when a write of its is lost. */
final class LedgerWriter {
  static final String LAST = "last";

  private static final int WRITERS = 2;
  private static final int ENTRIES = 300;

  private LedgerWriter() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Path.of(arguments[0]);
    HubJob job = HubJob.named(arguments[1]).orElseThrow();
    awaitAll(directory, job);
    JobLedger ledger = new JobLedger(new DataDirectory(directory));
    for (int i = 0; i < ENTRIES; i++) {
      String id = i == ENTRIES - 1 ? LAST : "run" + i;
      ledger.starting(job, id, Optional.empty(), "jar");
      if (!ledger.lastRun(job).equals(Optional.of(id))) {
        throw new IllegalStateException(job + ": " + id + " was lost");
      }
    }
  }

  /** Both begin at the same time. */
  private static void awaitAll(Path directory, HubJob job)
      throws IOException, InterruptedException {
    Files.createFile(directory.resolve("ready-" + job.shortName()));
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (directory.toFile().list((dir, name) -> name.startsWith("ready-")).length < WRITERS) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the other writer does not begin");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
