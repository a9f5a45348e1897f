package io.weir.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.local.Weir;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/**
 * The hub under test: the real one, started once for all test classes by the product's own command
 * on a loopback address and in a data directory of its own, so that it never meets a hub that runs
 * on the same machine. It is stopped when the last test class is done.
 */
final class Hub {
  /** What {@code weir status} names. */
  static final List<String> COMPONENTS =
      List.of("kafka", "cassandra", "jobmanager", "taskmanager", "edge");

  /** Who stops or kills parts of the hub runs beside nobody who needs all of them. */
  static final String LOCK = "hub";

  /** The hub's name, and so the prefix of its own topics. */
  static final String NAME = "weir";

  private static final String HOST = "127.0.0.2";
  private static final Duration START_LIMIT = Duration.ofMinutes(4);
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(90);

  /** The build is under test as it is. */
  private static final Map<String, String> ENVIRONMENT = Map.of("WEIR_BUILD", "never");

  private static Hub shared;

  private final Path home;
  private final Path data;
  private final Map<List<String>, String> answers = new ConcurrentHashMap<>();

  private Hub(Path home, Path data) {
    this.home = home;
    this.data = data;
  }

  /** The hub of this run; the first call starts it. */
  static synchronized Hub shared() {
    if (shared == null) {
      Hub hub = new Hub(repository(), data());
      if (!isKept()) {
        hub.removeLeftovers();
        Runtime.getRuntime().addShutdownHook(new Thread(Hub::stopShared, "hub-down"));
      }
      shared = hub;
      hub.up();
      hub.awaitReady();
    }
    return shared;
  }

  /** Stops the hub of this run, if there is one. */
  static synchronized void stopShared() {
    if (shared != null && !isKept()) {
      Hub hub = shared;
      shared = null;
      hub.down();
    }
  }

  /**
   * {@code -Dweir.acceptance.keep=true} leaves the hub running for the next run, which then starts
   * at once: for whoever works on a test. Device ids must not have been used before, then.
   */
  private static boolean isKept() {
    return Boolean.getBoolean("weir.acceptance.keep");
  }

  /** Commands in this JVM find the hub by its environment alone. */
  private static Path data() {
    Path data = target().resolve("hub");
    String known = System.getenv("WEIR_DATA");
    if (!data.toString().equals(known)) {
      throw new IllegalStateException("WEIR_DATA: found " + known + " (expected: " + data + ")");
    }
    return data;
  }

  /** The build directory of this module. */
  static Path target() {
    return Path.of(System.getProperty("weir.acceptance.target", "target")).toAbsolutePath();
  }

  /** The checkout under test. */
  static Path repository() {
    return Path.of(System.getProperty("weir.home", "../..")).toAbsolutePath().normalize();
  }

  String host() {
    return HOST;
  }

  Path dataDirectory() {
    return data;
  }

  /** Kafka's {@code host:port}. */
  String kafka() {
    return HOST + ":9092";
  }

  /** Cassandra's {@code host:port}. */
  String cassandra() {
    return HOST + ":9042";
  }

  /** Flink's REST address. */
  String flink() {
    return "http://" + HOST + ":8081";
  }

  /** The CA certificate of the hub, PEM. */
  Path caPath() {
    return Path.of(answer("ca"));
  }

  /** The service connection string of a policy. */
  String connectionString(String policy) {
    return answer("connection-string", "--policy", policy);
  }

  /** The connection string of a device that has keys. */
  String deviceConnectionString(String id) {
    return weir("connection-string", "--device", id).succeeded().stdout().strip();
  }

  /** What the command prints, asked for once: it does not change while the hub exists. */
  private String answer(String... args) {
    return answers.computeIfAbsent(List.of(args), key -> weir(args).succeeded().stdout().strip());
  }

  /**
   * Runs {@code weir ARGS} against this hub in this JVM, which spares the start of another one. It
   * is the whole command but for the script and the ends of the process.
   */
  CommandResult weir(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Weir.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new CommandResult(command(args), exitCode, out.toString(), err.toString());
  }

  /** Runs {@code weir ARGS} against this hub as a process. */
  CommandResult launch(String... args) {
    return launch(COMMAND_LIMIT, args);
  }

  /**
   * Runs {@code weir ARGS} against this hub as a process, which has to end within {@code limit}.
   */
  CommandResult launch(Duration limit, String... args) {
    return Programs.run(command(args), home, ENVIRONMENT, limit);
  }

  /** Starts {@code weir ARGS} against this hub as a process. */
  StartedCommand start(String... args) {
    return StartedCommand.of(command(args), home, ENVIRONMENT);
  }

  private List<String> command(String... args) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("weir").toString());
    command.addAll(List.of(args));
    return command;
  }

  /** {@code weir up}; harmless when it runs. */
  void up(String... options) {
    List<String> arguments = new ArrayList<>(List.of("up", "--host", HOST));
    arguments.addAll(List.of(options));
    launch(START_LIMIT, arguments.toArray(String[]::new)).succeeded();
  }

  /** {@code weir down}. */
  void down() {
    launch(START_LIMIT, "down").succeeded();
  }

  /** The component's entry of {@code weir status -o json}. */
  JsonNode component(String name) {
    JsonNode components = Json.parse(weir("status", "-o", "json").stdout()).path("components");
    return StreamSupport.stream(components.spliterator(), false)
        .filter(component -> component.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + components));
  }

  /** The process ids of all components; 0 for one that does not run. */
  List<Long> pids() {
    JsonNode components = Json.parse(weir("status", "-o", "json").stdout()).path("components");
    return StreamSupport.stream(components.spliterator(), false)
        .map(component -> component.path("pid").asLong())
        .toList();
  }

  /** The process of a component that runs. */
  ProcessHandle process(String component) {
    JsonNode entry = component(component);
    return ProcessHandle.of(entry.path("pid").asLong())
        .orElseThrow(() -> new AssertionError("no process: " + entry));
  }

  /** {@code kill -9} of a component's process. */
  void kill(String component) {
    ProcessHandle process = process(component);
    if (!process.destroyForcibly()) {
      throw new AssertionError("could not kill " + component);
    }
  }

  /** Waits until all components run and the edge node serves. */
  void awaitReady() {
    Awaitility.await("every component runs")
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .until(
            () -> {
              JsonNode components =
                  Json.parse(weir("status", "-o", "json").stdout()).path("components");
              return components.size() >= COMPONENTS.size()
                  && StreamSupport.stream(components.spliterator(), false)
                      .allMatch(c -> c.path("state").asText().equals("running"));
            });
    Awaitility.await("the edge node is up and the jobs run")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptions()
        .until(() -> Flink.of(this).runningJobs().size() >= 3 && new ServiceApi(this).isHealthy());
  }

  /** A hub that an aborted run left behind is stopped, and its data deleted. */
  private void removeLeftovers() {
    if (!Files.exists(data)) {
      return;
    }
    launch(START_LIMIT, "down");
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
