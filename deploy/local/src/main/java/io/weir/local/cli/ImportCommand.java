package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.twin.InvalidTwinException;
import io.weir.device.twin.TwinJson;
import io.weir.local.CommandFailure;
import io.weir.local.client.HubClient;
import io.weir.local.hub.HubOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
  private static final int LINES = 100;
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

  private long done;
  private long failed;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (requests < 1 || requests > 32) {
      throw new ParameterException(
          spec.commandLine(), "--requests: " + requests + " (expected: 1 to 32)");
    }
    HubClient client = new HubClient(hub.address());
    Path state = file.resolveSibling(file.getFileName() + ".weir-import");
    long skip = Files.exists(state) ? Long.parseLong(Files.readString(state).strip()) : 0;
    if (skip > 0) {
      err().println("going on after line " + skip + ", as " + state + " says");
    }
    ExecutorService sending = Executors.newFixedThreadPool(requests, ImportCommand::daemon);
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      run(client, reader, skip, state, sending);
    } finally {
      sending.shutdownNow();
    }
    Files.deleteIfExists(state);
    spec.commandLine().getOut().println(done - skip + " lines imported, " + failed + " failed");
    return failed == 0 ? 0 : 1;
  }

  /** Requests end in their order here, so that the state file never says too much. */
  private void run(
      HubClient client, BufferedReader reader, long skip, Path state, ExecutorService sending)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    long told = begun;
    done = skip;
    for (long i = 0; i < skip; i++) {
      reader.readLine();
    }
    Deque<Batch> underWay = new ArrayDeque<>();
    long number = skip;
    Batch next = new Batch(number);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      next.add(line, number);
      if (next.lines.size() == LINES) {
        underWay.add(next.send(client, sending));
        next = new Batch(number);
      }
      while (underWay.size() >= 2 * requests) {
        finish(underWay.poll(), state);
      }
      if (System.nanoTime() - told > PROGRESS_NANOS) {
        told = System.nanoTime();
        tell(done - skip, told - begun);
      }
    }
    next.end = number;
    if (!next.lines.isEmpty()) {
      underWay.add(next.send(client, sending));
    }
    while (!underWay.isEmpty()) {
      finish(underWay.poll(), state);
    }
    tell(done - skip, System.nanoTime() - begun);
  }

  private void tell(long lines, long nanos) {
    err()
        .printf(
            Locale.ROOT,
            "%d lines, %.0f a second, %d failed%n",
            lines,
            lines * 1e9 / nanos,
            failed);
    err().flush();
  }

  private void finish(Batch batch, Path state) throws IOException, InterruptedException {
    JsonNode result;
    try {
      result = batch.answer.get();
    } catch (ExecutionException e) {
      throw new CommandFailure(
          "stopped at line " + (done + 1) + ": " + e.getCause().getMessage(), e.getCause());
    }
    for (JsonNode error : result.path("errors")) {
      failed++;
      err()
          .println(
              error.path("deviceId").asText()
                  + ": "
                  + error.path("errorCode").asText()
                  + ": "
                  + error.path("errorStatus").asText());
    }
    done = batch.end;
    Files.writeString(state, Long.toString(done));
  }

  /** Some lines, in one request. */
  private final class Batch {
    private final ArrayNode lines = TwinJson.mapper().createArrayNode();
    private long end;
    private Future<JsonNode> answer;

    Batch(long end) {
      this.end = end;
    }

    void add(String text, long number) {
      end = number;
      if (text.isBlank()) {
        return;
      }
      try {
        if (TwinJson.parse(text) instanceof ObjectNode line) {
          if (!line.has("importMode")) {
            line.put("importMode", mode);
          }
          lines.add(line);
          return;
        }
      } catch (InvalidTwinException e) {
        err().println("line " + number + ": " + e.getMessage());
        failed++;
        return;
      }
      err().println("line " + number + ": no object (expected: a JSON object)");
      failed++;
    }

    Batch send(HubClient client, ExecutorService sending) {
      answer = sending.submit(() -> client.bulk(lines));
      return this;
    }
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
