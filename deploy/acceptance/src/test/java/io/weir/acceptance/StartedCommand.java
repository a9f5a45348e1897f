package io.weir.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A program that runs while the test goes on; it is killed at the latest when this is closed. */
final class StartedCommand implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<String> command;
  private final Process process;
  private final Path out;
  private final Path err;

  private StartedCommand(List<String> command, Process process, Path out, Path err) {
    this.command = command;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static StartedCommand of(List<String> command, Path directory, Map<String, String> environment) {
    try {
      Path out = Files.createTempFile("weir-", ".out");
      Path err = Files.createTempFile("weir-", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      return new StartedCommand(command, builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until what it has written says so; fails when it ends before. */
  void awaitOutput(Predicate<CommandResult> enough) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              boolean alive = process.isAlive();
              boolean seen = enough.test(result(-1));
              if (!seen && !alive) {
                throw new AssertionError("it ended before: " + result(process.exitValue()));
              }
              return seen;
            });
  }

  /** Waits until {@code file} is there and says enough. */
  void awaitFile(Path file, Predicate<String> enough) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> Files.exists(file) && enough.test(Files.readString(file)));
  }

  /** {@code kill -9}, once {@code file} says enough. */
  void killWhen(Path file, Predicate<String> enough) {
    awaitFile(file, enough);
    process.destroyForcibly();
    ended();
  }

  /** Tells it to stop, as Ctrl-C does, and waits until it has. */
  CommandResult terminate() {
    process.destroy();
    return ended();
  }

  /** Waits for its end. */
  CommandResult ended() {
    return ended(PATIENCE);
  }

  /** Waits for its end, which must come within the time. */
  CommandResult ended(Duration patience) {
    await().atMost(patience).pollInterval(Duration.ofMillis(10)).until(() -> !process.isAlive());
    return result(process.exitValue());
  }

  private CommandResult result(int exitCode) {
    try {
      return new CommandResult(command, exitCode, Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (process.isAlive()) {
      process.destroyForcibly();
      ended();
    }
    Files.deleteIfExists(out);
    Files.deleteIfExists(err);
  }
}
