package io.weir.local;

import io.weir.local.hub.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** What nothing else caught: one sentence for the user, the stack trace into a file. */
final class CrashReport implements UncaughtExceptionHandler {
  private final PrintWriter err;
  private final Path directory;

  /**
   * @param directory where the file goes
   */
  CrashReport(PrintWriter err, Path directory) {
    this.err = err;
    this.directory = directory;
  }

  /** In the hub's logs if there are any, otherwise where temporary files go. */
  static CrashReport standard(PrintWriter err) {
    Path logs = DataDirectory.resolve(null).logs();
    return new CrashReport(
        err, Files.isWritable(logs) ? logs : Path.of(System.getProperty("java.io.tmpdir")));
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    err.println(
        "weir: an error of Weir itself ("
            + thrown.getClass().getSimpleName()
            + ")"
            + details(thread, thrown));
    err.flush();
  }

  private String details(Thread thread, Throwable thrown) {
    Path file = directory.resolve("weir-errors.log");
    try (PrintWriter log =
        new PrintWriter(
            Files.newBufferedWriter(
                file,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND))) {
      log.println(Instant.now() + " [" + thread.getName() + "]");
      thrown.printStackTrace(log);
      return "; " + file + " says more";
    } catch (IOException e) {
      return ": " + thrown.getMessage();
    }
  }
}
