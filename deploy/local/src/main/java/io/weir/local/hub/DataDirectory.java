package io.weir.local.hub;

import java.nio.file.Path;

/**
 * The data directory of a local hub and what lies where in it. Everything of a hub is in there:
 * deleting it deletes the hub.
 */
public record DataDirectory(Path root) {
  /** The environment variable that names the directory when {@code --data} does not. */
  public static final String ENVIRONMENT = "WEIR_DATA";

  /** The system property by which the {@code weir} script says where it lies. */
  public static final String HOME_PROPERTY = "weir.home";

  public DataDirectory {
    root = root.toAbsolutePath().normalize();
  }

  /** {@code --data} if given, else {@code WEIR_DATA}, else {@code .weir} beside the command. */
  public static DataDirectory resolve(Path option) {
    if (option != null) {
      return new DataDirectory(option);
    }
    String environment = System.getenv(ENVIRONMENT);
    if (environment != null && !environment.isBlank()) {
      return new DataDirectory(Path.of(environment));
    }
    return new DataDirectory(Path.of(System.getProperty(HOME_PROPERTY, ".")).resolve(".weir"));
  }

  /** The hub's configuration with its keys, mode 0600. */
  public Path hubFile() {
    return root.resolve("hub.json");
  }

  /** What runs, written by the supervisor. */
  public Path stateFile() {
    return root.resolve("state.json");
  }

  /** Locked by the supervisor as long as it lives; so a stale pid is told from a live one. */
  public Path lockFile() {
    return root.resolve("supervisor.lock");
  }

  /** Locked by a {@code weir up} while it starts the hub. */
  public Path startLockFile() {
    return root.resolve("start.lock");
  }

  /** Where each job goes on from: the savepoints that {@code down} took. */
  public Path jobsFile() {
    return root.resolve("jobs.json");
  }

  /** One log file for each component. */
  public Path logs() {
    return root.resolve("logs");
  }

  public Path tls() {
    return root.resolve("tls");
  }

  /** The hub's CA certificate, PEM. */
  public Path caFile() {
    return tls().resolve("ca.pem");
  }

  public Path kafka() {
    return root.resolve("kafka");
  }

  public Path cassandra() {
    return root.resolve("cassandra");
  }

  public Path flink() {
    return root.resolve("flink");
  }

  public Path edge() {
    return root.resolve("edge");
  }

  /** What files endpoints with a relative path write. */
  public Path files() {
    return root.resolve("files");
  }

  /** The secrets that endpoints name, a file for each; mode 0700. */
  public Path secrets() {
    return root.resolve("secrets");
  }
}
