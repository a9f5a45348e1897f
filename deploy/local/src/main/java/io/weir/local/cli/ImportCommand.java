package io.weir.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.command.ImportMode;
import io.weir.device.twin.InvalidTwinException;
import io.weir.device.twin.TwinJson;
import io.weir.local.CommandFailure;
import io.weir.local.ExitCode;
import io.weir.local.client.HubClient;
import io.weir.local.hub.HubAddress;
import io.weir.local.hub.HubOptions;
import io.weir.local.hub.PrivateFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir device-identity import}: devices with their twins, a JSON object a line. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Write the devices and modules of a file: a JSON object a line, as export writes it (REG-05).",
      "It reads as it goes, shows progress, tells each failure, and goes on where it stopped when it"
          + " is given again."
    })
final class ImportCommand implements Callable<Integer> {
  private static final long PROGRESS_NANOS = 1_000_000_000L;

  @Spec private CommandSpec spec;
  @Mixin private HubOptions hub;

  @Parameters(paramLabel = "FILE", description = "the file, UTF-8")
  private Path file;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "createOrUpdate",
      description = "of lines without an importMode (default: ${DEFAULT-VALUE})")
  private String mode;

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "4",
      description = "requests of a hundred lines at a time (default: ${DEFAULT-VALUE})")
  private int requests;

  private final Deque<UnderWay> underWay = new ArrayDeque<>();
  private BulkSender sender;
  private Optional<ResumeFile<ImportState>> state = Optional.empty();
  private ImportState done = ImportState.BEGINNING;
  private long before;
  private long begun;
  private long told;

  /** A batch that was sent, and what becomes of it. */
  private record UnderWay(ImportBatch batch, Future<List<ImportBatch.Failure>> failures) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkOptions();
    HubAddress address = hub.address();
    sender = new BulkSender(new HubClient(address));
    // What comes through a pipe does not come again.
    if (Files.isRegularFile(file)) {
      state =
          Optional.of(
              new ResumeFile<>(
                  file.resolveSibling(file.getFileName() + ".weir-import"),
                  ImportState.class,
                  address));
      done = state.flatMap(ResumeFile::read).orElse(ImportState.BEGINNING);
    }
    ExecutorService sending = Executors.newFixedThreadPool(requests, ImportCommand::daemon);
    try (JsonLines lines = open()) {
      skip(lines);
      state.ifPresent(place -> place.write(done));
      run(lines, sending);
    } finally {
      sending.shutdownNow();
    }
    if (state.isPresent()) {
      state.get().delete();
    }
    spec.commandLine()
        .getOut()
        .println(done.imported() + " lines imported, " + done.failed() + " failed");
    return done.failed() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private void checkOptions() {
    if (requests < 1 || requests > 32) {
      throw new ParameterException(
          spec.commandLine(), "--requests: " + requests + " (expected: 1 to 32)");
    }
    if (Stream.of(ImportMode.values()).noneMatch(m -> m.wireName().equalsIgnoreCase(mode))) {
      throw new ParameterException(
          spec.commandLine(),
          "--mode: "
              + Output.printable(mode)
              + " (expected: "
              + Stream.of(ImportMode.values())
                  .map(ImportMode::wireName)
                  .collect(Collectors.joining(", "))
              + ")");
    }
  }

  private JsonLines open() {
    try {
      return JsonLines.open(file);
    } catch (NoSuchFileException e) {
      throw new CommandFailure("there is no file " + file, e);
    } catch (IOException e) {
      throw new CommandFailure(file + " cannot be read (" + PrivateFiles.reason(e) + ")", e);
    }
  }

  /** Over what is done already, if this is the file that it was done of. */
  private void skip(JsonLines lines) throws IOException {
    if (done.lines() == 0) {
      return;
    }
    long checksum = 0;
    for (long i = 0; i < done.lines(); i++) {
      JsonLines.Line line = lines.next();
      checksum = line == null ? -1 : line.checksum();
    }
    String place = state.map(ResumeFile::toString).orElse("");
    if (checksum != done.checksum()) {
      throw new CommandFailure(
          file
              + " is not what it was when its import was stopped after line "
              + done.lines()
              + "; remove "
              + place
              + " to begin at its first line");
    }
    err().println("going on after line " + done.lines() + ", as " + place + " says");
    err().flush();
  }

  /** Requests end in their order here, so that the state file never says too much. */
  private void run(JsonLines lines, ExecutorService sending)
      throws IOException, InterruptedException {
    before = done.lines();
    begun = System.nanoTime();
    told = begun;
    ImportBatch next = new ImportBatch(done.lines(), done.checksum());
    for (JsonLines.Line line = lines.next(); line != null; line = lines.next()) {
      Optional<ObjectNode> json = read(line, next);
      if (json.isPresent() && next.has(json.get())) {
        send(next, sending);
        next = new ImportBatch(next.end(), next.checksum());
      }
      if (json.isPresent()) {
        next.add(line, json.get());
      }
      if (next.isFull()) {
        send(next, sending);
        next = new ImportBatch(next.end(), next.checksum());
      }
    }
    send(next, sending);
    while (!underWay.isEmpty()) {
      finish();
    }
    tell(System.nanoTime());
  }

  /** The line's object; empty when there is none, which the batch is told then. */
  private Optional<ObjectNode> read(JsonLines.Line line, ImportBatch batch) {
    if (!line.problem().isEmpty()) {
      batch.fail(line, line.problem());
      return Optional.empty();
    }
    if (line.text().isEmpty()) {
      batch.pass(line);
      return Optional.empty();
    }
    try {
      if (TwinJson.parse(line.text()) instanceof ObjectNode json) {
        if (!json.has("importMode")) {
          json.put("importMode", mode);
          if (!mode.toLowerCase(Locale.ROOT).endsWith("ifmatchetag")) {
            // Of when it was exported.
            json.remove("twinETag");
          }
        }
        if (json.path("properties") instanceof ObjectNode properties) {
          // The device's own to write, and often most of the line.
          properties.remove("reported");
        }
        return Optional.of(json);
      }
      batch.fail(line, "no object (expected: a JSON object)");
    } catch (InvalidTwinException e) {
      batch.fail(line, e.getMessage());
    }
    return Optional.empty();
  }

  private void send(ImportBatch batch, ExecutorService sending) throws InterruptedException {
    while (underWay.size() >= 2 * requests
        || underWay.stream().anyMatch(sent -> sent.batch().concerns(batch))) {
      finish();
    }
    underWay.add(new UnderWay(batch, sending.submit(() -> batch.send(sender))));
  }

  private void finish() throws InterruptedException {
    UnderWay first = underWay.remove();
    List<ImportBatch.Failure> failures;
    try {
      failures = first.failures().get();
    } catch (ExecutionException e) {
      throw new CommandFailure(
          "stopped after line "
              + done.lines()
              + ": "
              + e.getCause().getMessage()
              + (state.isPresent() ? "; give the command again to go on there" : ""),
          e.getCause());
    }
    failures.forEach(
        failure ->
            err().println("line " + failure.number() + ": " + Output.printable(failure.problem())));
    err().flush();
    done = first.batch().after(done, failures.size());
    state.ifPresent(place -> place.write(done));
    long now = System.nanoTime();
    if (now - told > PROGRESS_NANOS) {
      told = now;
      tell(now);
    }
  }

  private void tell(long now) {
    long lines = done.lines() - before;
    err()
        .printf(
            Locale.ROOT,
            "%d lines, %.0f a second, %d failed%n",
            lines,
            lines * 1e9 / Math.max(1, now - begun),
            done.failed());
    err().flush();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "weir-import");
    thread.setDaemon(true);
    return thread;
  }
}
