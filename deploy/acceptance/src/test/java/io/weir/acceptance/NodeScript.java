package io.weir.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A script that uses an official Node SDK, run as a process that trusts the hub's CA. */
final class NodeScript implements AutoCloseable {
  private final Process process;
  private final BlockingQueue<JsonNode> lines = new LinkedBlockingQueue<>(10_000);

  private NodeScript(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "node-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Runs a script to its end and returns the JSON lines that it printed. */
  static List<JsonNode> run(Hub hub, String script, ObjectNode instruction) {
    CommandResult result =
        Programs.run(
            command(script, instruction), directory(), environment(hub), Duration.ofSeconds(90));
    return result.succeeded().lines().stream().map(Json::parse).toList();
  }

  /** Starts a script and leaves it running. */
  static NodeScript start(Hub hub, String script, ObjectNode instruction) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command(script, instruction))
            .directory(directory().toFile())
            .redirectError(Redirect.INHERIT);
    builder.environment().putAll(environment(hub));
    return new NodeScript(builder.start());
  }

  /** Writes one line to the script's input. */
  void tell(ObjectNode line) throws IOException {
    OutputStream input = process.getOutputStream();
    input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  /** The next event that the script prints. */
  String nextEvent(Duration patience) throws InterruptedException {
    return next(patience).path("event").asText();
  }

  /** The next line that the script prints. */
  JsonNode next(Duration patience) throws InterruptedException {
    return poll(patience)
        .orElseThrow(() -> new AssertionError("the script printed nothing within " + patience));
  }

  /** The next line that the script prints, if there is one in time. */
  Optional<JsonNode> poll(Duration patience) throws InterruptedException {
    return Optional.ofNullable(lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public void close() {
    process.destroy();
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(Json.parse(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path directory() {
    return Hub.target().resolve("node");
  }

  private static List<String> command(String script, ObjectNode instruction) {
    return List.of("node", script, instruction.toString());
  }

  private static Map<String, String> environment(Hub hub) {
    return Map.of("NODE_EXTRA_CA_CERTS", hub.caPath().toString());
  }
}
