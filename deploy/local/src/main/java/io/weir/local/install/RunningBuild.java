package io.weir.local.install;

import io.weir.local.CommandFailure;
import io.weir.local.hub.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Weir's own jars as a hub runs them: copied into its data directory, so that a build does not pull
 * them from under it.
 *
 * @param directory named after the content of the jars
 */
public record RunningBuild(Path directory, Installation installation) {
  private static final List<String> OWN = List.of("local-", "twin-store-", "routing-dsl-");

  /** Identifies the content of the jars. */
  public String id() {
    return directory.getFileName().toString();
  }

  public Path launcher() {
    return directory.resolve("local.jar");
  }

  public Path edgeExtension() {
    return directory.resolve("weir-edge.jar");
  }

  public Path jobs() {
    return directory.resolve("weir-jobs.jar");
  }

  /** The class path of the supervisor. */
  public List<Path> classPath() {
    List<Path> path = new ArrayList<>();
    path.add(launcher());
    for (Path jar : installation.launcher()) {
      String name = jar.getFileName().toString();
      if (OWN.stream().noneMatch(name::startsWith)) {
        path.add(jar);
      } else if (!name.startsWith("local-")) {
        path.add(directory.resolve(name));
      }
    }
    return List.copyOf(path);
  }

  /** What the installation holds now: its id without copying anything. */
  public static String currentId(Installation installation) {
    try {
      return new BuildId(installation.buildIdFile()).of(sources(installation));
    } catch (IOException e) {
      throw new CommandFailure(
          "Weir is not built whole ("
              + PrivateFiles.reason(e)
              + "); run `./mvnw -DskipTests package`",
          e);
    }
  }

  /**
   * Copies the jars below {@code parent}, and drops other builds' copies. Copies, since a build may
   * write into a jar.
   *
   * @param id what {@link #currentId} says
   */
  public static RunningBuild install(Installation installation, String id, Path parent)
      throws IOException {
    RunningBuild build = new RunningBuild(parent.resolve(id), installation);
    dropOthers(parent, build.directory());
    Files.createDirectories(build.directory());
    for (Path jar : sources(installation)) {
      String name = jar.getFileName().toString();
      Path copy = name.startsWith("local-") ? build.launcher() : build.directory().resolve(name);
      if (!Files.exists(copy) || Files.size(copy) != Files.size(jar)) {
        Path draft = copy.resolveSibling(copy.getFileName() + ".tmp");
        // with its time, which a class-data archive must find unchanged
        Files.copy(
            jar, draft, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(draft, copy, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return build;
  }

  private static List<Path> sources(Installation installation) {
    List<Path> jars = new ArrayList<>();
    for (Path jar : installation.launcher()) {
      String name = jar.getFileName().toString();
      if (OWN.stream().anyMatch(name::startsWith)) {
        jars.add(jar);
      }
    }
    jars.add(installation.edgeExtension());
    jars.add(installation.jobs());
    return jars;
  }

  private static void dropOthers(Path parent, Path kept) throws IOException {
    if (!Files.isDirectory(parent)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> tree = Files.walk(parent)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      if (!path.equals(parent) && !path.startsWith(kept)) {
        Files.deleteIfExists(path);
      }
    }
  }
}
