package io.weir.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Another edge node of the same hub on a loopback address of its own: the first node's very command
 * and files, with another address and another name.
 */
final class OtherEdge implements AutoCloseable {
  private final String host;
  private final List<String> command;
  private final Path folder;
  private Process process;

  private OtherEdge(String host, List<String> command, Path folder) {
    this.host = host;
    this.command = command;
    this.folder = folder;
  }

  /**
   * A node that serves; it may still be starting when this returns.
   *
   * @param node its name
   * @param host a loopback address that nobody else has
   * @param kafka where this node finds Kafka
   */
  static OtherEdge start(Hub hub, String node, String host, String kafka) throws IOException {
    Path folder = copy(hub, node);
    configure(hub, folder, node, host, kafka);
    return start(hub, host, folder);
  }

  /** The broker alone: its extension finds no configuration and does not start. */
  static OtherEdge withoutExtension(Hub hub, String host) throws IOException {
    Path folder = copy(hub, "bare-edge");
    configure(hub, folder, "bare-edge", host, hub.kafka());
    Files.delete(folder.resolve("edge.json"));
    return start(hub, host, folder);
  }

  private static OtherEdge start(Hub hub, String host, Path second) throws IOException {
    Path first = hub.dataDirectory().resolve("edge");
    List<String> command =
        Stream.of(commandLine(hub.process("edge").pid()).split("\0", -1))
            .filter(argument -> !argument.isEmpty())
            // The archive of classes is the first edge's to write.
            .filter(argument -> !argument.startsWith("-XX:ArchiveClassesAtExit"))
            .map(argument -> argument.replace(first.toString(), second.toString()))
            .toList();
    OtherEdge edge = new OtherEdge(host, command, second);
    edge.start();
    return edge;
  }

  /** Starts its process, which must not run. */
  void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(folder.resolve("console.log").toFile()))
            .start();
  }

  /** {@code kill -9}. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Where it listens. */
  String host() {
    return host;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static void configure(Hub hub, Path folder, String node, String host, String kafka)
      throws IOException {
    Path edge = folder.resolve("edge.json");
    ObjectNode settings = (ObjectNode) Json.parse(Files.readString(edge));
    settings.put("node", node);
    settings.put("kafka", kafka);
    ((ObjectNode) settings.get("https")).put("bind", host);
    Files.writeString(edge, settings.toString());

    Path broker = folder.resolve("hivemq/conf/config.xml");
    Files.writeString(
        broker,
        Files.readString(broker)
            .replace(
                "<bind-address>" + hub.host() + "</bind-address>",
                "<bind-address>" + host + "</bind-address>"));

    Path logging = folder.resolve("hivemq/conf/logback.xml");
    String logs = hub.dataDirectory().resolve("logs") + "/edge";
    Files.writeString(
        logging, Files.readString(logging).replace(logs, folder.resolve("edge").toString()));
  }

  /** The whole command line; {@link ProcessHandle.Info} cuts a long one. */
  private static String commandLine(long pid) throws IOException {
    return new String(
        Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline")),
        StandardCharsets.UTF_8);
  }

  private static Path copy(Hub hub, String name) throws IOException {
    Path from = hub.dataDirectory().resolve("edge");
    Path to = hub.dataDirectory().resolve(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return to;
  }
}
