package io.weir.acceptance;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A Flink cluster that {@code weir up} did not start, on a loopback address of its own: the same
 * programs as the hub's, with another address and another directory.
 */
final class SecondFlink implements AutoCloseable {
  private static final String HOST = "127.0.0.4";
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final Hub hub;
  private final Path home;
  private final List<Process> processes = new ArrayList<>();

  private SecondFlink(Hub hub, Path home) {
    this.hub = hub;
    this.home = home;
  }

  /** Starts it; it may still be starting when this returns. */
  static SecondFlink start(Hub hub) throws IOException {
    Path first = hub.dataDirectory().resolve("flink");
    SecondFlink cluster = new SecondFlink(hub, hub.dataDirectory().resolve("second-flink"));
    Path configuration = Files.createDirectories(cluster.home.resolve("conf"));
    Files.createDirectories(cluster.home.resolve("tmp"));
    Files.createDirectories(cluster.home.resolve("upload"));
    Files.writeString(
        configuration.resolve("config.yaml"),
        Files.readString(first.resolve("conf/config.yaml"))
            .replace(first.toString(), cluster.home.toString())
            .replace(hub.host(), HOST));
    for (String program : List.of("jobmanager", "taskmanager")) {
      cluster.startProgram(program, first);
    }
    return cluster;
  }

  private void startProgram(String name, Path first) throws IOException {
    String logging = "logback-" + name + ".xml";
    Path logs = hub.dataDirectory().resolve("logs");
    Files.writeString(
        home.resolve(logging),
        Files.readString(first.resolve(logging))
            .replace(logs + "/" + name, home.resolve(name).toString()));
    List<String> command =
        commandLine(hub.process(name).pid())
            // The archive of classes is the first cluster's to write.
            .filter(argument -> !argument.startsWith("-XX:ArchiveClassesAtExit"))
            .map(argument -> argument.replace(first.toString(), home.toString()))
            .toList();
    processes.add(
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(home.resolve(name + ".console").toFile()))
            .start());
  }

  /** Its REST address. */
  String url() {
    return "http://" + HOST + ":8081";
  }

  /** What runs there. */
  Map<String, String> runningJobs() {
    return Flink.at(url()).runningJobs();
  }

  void awaitSlots() {
    Awaitility.await("the second cluster has slots")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptions()
        .until(() -> Flink.at(url()).freeSlots() > 0);
  }

  /** {@code flink ARGS}: Flink's own client, with this cluster's configuration. */
  CommandResult flink(String... arguments) {
    Path libraries = Hub.repository().resolve("deploy/runtime/flink/target/lib");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    // As Flink's own script does.
    for (String opened : List.of("lang", "net", "nio", "util", "util.concurrent")) {
      command.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", libraries + "/*", "org.apache.flink.client.cli.CliFrontend"));
    command.addAll(List.of(arguments));
    return Programs.run(
        command, home, Map.of("FLINK_CONF_DIR", home.resolve("conf").toString()), LIMIT);
  }

  private static Stream<String> commandLine(long pid) throws IOException {
    String line =
        new String(
            Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline")),
            StandardCharsets.UTF_8);
    return Stream.of(line.split("\0", -1)).filter(argument -> !argument.isEmpty());
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
    try {
      for (Process process : processes) {
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
    } catch (InterruptedException e) {
      processes.forEach(Process::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }
}
