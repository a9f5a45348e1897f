package io.weir.local.install;

import io.weir.local.CommandFailure;
import io.weir.local.hub.DataDirectory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A built checkout of Weir: where the platforms' jars, the edge extension and the jobs lie.
 *
 * @param home the directory of the {@code weir} command
 */
public record Installation(Path home) {
  public static final String KAFKA = "kafka";
  public static final String CASSANDRA = "cassandra";
  public static final String FLINK = "flink";
  public static final String HIVEMQ = "hivemq";

  public Installation {
    home = home.toAbsolutePath().normalize();
  }

  /**
   * The installation that this program belongs to: named by the {@code weir} script, else found
   * above the program's own jar.
   */
  public static Installation find() {
    String property = System.getProperty(DataDirectory.HOME_PROPERTY);
    if (property != null) {
      return new Installation(Path.of(property));
    }
    for (Path at = ownCode(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("deploy/runtime"))
          && Files.isRegularFile(at.resolve("weir"))) {
        return new Installation(at);
      }
    }
    throw new CommandFailure("the installation is not found; start Weir with the `weir` command");
  }

  private static Path ownCode() {
    try {
      return Path.of(
          Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The jars of one platform, sorted, so that a class path is the same each time. */
  public List<Path> libraries(String platform) {
    return jarsIn(home.resolve("deploy/runtime").resolve(platform).resolve("target/lib"));
  }

  /** The launcher's own jar and what it stands on; the launcher first. */
  public List<Path> launcher() {
    return program("local");
  }

  /** The benchmarks of the rules and what they stand on. */
  public List<Path> benchmarks() {
    return program("bench");
  }

  private List<Path> program(String module) {
    Path target = home.resolve("deploy").resolve(module).resolve("target");
    List<Path> own =
        jarsIn(target).stream()
            .filter(jar -> jar.getFileName().toString().startsWith(module + "-"))
            .filter(jar -> !jar.getFileName().toString().contains("-tests"))
            .limit(1)
            .toList();
    if (own.isEmpty()) {
      throw unbuilt(target);
    }
    return Stream.concat(own.stream(), jarsIn(target.resolve("lib")).stream()).toList();
  }

  /** The packaged extension for the broker. */
  public Path edgeExtension() {
    return home.resolve("ingestion-extension/target/weir-edge.jar");
  }

  /** The fat jar of the Flink jobs. */
  public Path jobs() {
    return home.resolve("stream-jobs/target/weir-jobs.jar");
  }

  /** Where the build's id is remembered; see {@link RunningBuild#currentId}. */
  Path buildIdFile() {
    return home.resolve("deploy/local/target/weir.build");
  }

  /** The components' class-data archives. */
  public ClassArchives archives() {
    return new ClassArchives(home.resolve("deploy/local/target/cds"));
  }

  /** A platform's version as its main jar's name tells it. */
  public String version(String platform, String artifact) {
    return libraries(platform).stream()
        .map(jar -> jar.getFileName().toString())
        .filter(name -> name.startsWith(artifact + "-") && name.endsWith(".jar"))
        .map(name -> name.substring(artifact.length() + 1, name.length() - ".jar".length()))
        .findFirst()
        .orElse("unknown");
  }

  /** The java program that runs this one; the components run on the same. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static List<Path> jarsIn(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw unbuilt(directory);
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new CommandFailure("cannot read " + directory, e);
    }
  }

  private static CommandFailure unbuilt(Path missing) {
    return new CommandFailure(
        missing + " is missing; build Weir with `./mvnw -DskipTests package`");
  }

  /** The file if it exists. */
  public static Optional<Path> existing(Path file) {
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }
}
