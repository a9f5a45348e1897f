package io.weir.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs to their end. Output goes through files, so that no full pipe can hold one up. */
final class Programs {
  private Programs() {}

  /**
   * Runs {@code command} without input.
   *
   * @throws AssertionError when it has not ended after {@code limit}; it is killed then
   */
  static CommandResult run(
      List<String> command, Path directory, Map<String, String> environment, Duration limit) {
    try {
      Path out = Files.createTempFile("weir-", ".out");
      Path err = Files.createTempFile("weir-", ".err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
          process.destroyForcibly();
        }
        CommandResult result =
            new CommandResult(command, ended ? process.exitValue() : -1, textOf(out), textOf(err));
        if (!ended) {
          throw new AssertionError(
              command + " did not end within " + limit + "\n" + result.stdout() + result.stderr());
        }
        return result;
      } finally {
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + command, e);
    }
  }

  /** Sends a signal, such as {@code STOP} or {@code CONT}, to one process. */
  static void signal(String name, long pid) {
    run(
            List.of("kill", "-" + name, Long.toString(pid)),
            Path.of("/"),
            Map.of(),
            Duration.ofSeconds(10))
        .succeeded();
  }

  private static String textOf(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
