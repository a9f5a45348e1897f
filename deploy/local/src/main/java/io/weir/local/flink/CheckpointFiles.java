package io.weir.local.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a local cluster has written of its jobs' state: {@code checkpoints/<job id>/chk-<n>} and
 * {@code savepoints/savepoint-<first 6 digits of the job id>-<random>}. Complete is what has a
 * {@code _metadata}.
 *
 * @param home the directory of both
 */
public record CheckpointFiles(Path home) {
  private static final String CHECKPOINT = "chk-";
  private static final String METADATA = "_metadata";
  private static final String LOCAL = "file:";
  private static final int DIGITS_IN_NAME = 6;

  /** The complete checkpoints of a job that are still there, the newest first. */
  public List<Path> checkpoints(String jobId) throws IOException {
    return complete(directory().resolve(jobId)).stream()
        .filter(path -> number(path) >= 0)
        .sorted(Comparator.comparingLong(CheckpointFiles::number).reversed())
        .toList();
  }

  /** The complete checkpoints of the same job that are older than this one, the newest first. */
  public List<Path> olderThan(String checkpoint) throws IOException {
    Optional<Path> present = localPath(checkpoint).filter(path -> number(path) >= 0);
    if (present.isEmpty() || !directory().equals(present.get().getParent().getParent())) {
      return List.of();
    }
    String jobId = present.get().getParent().getFileName().toString();
    return checkpoints(jobId).stream()
        .filter(path -> number(path) < number(present.get()))
        .toList();
  }

  /** The newest complete savepoint of a job in the cluster's own savepoint directory. */
  public Optional<Path> newestSavepoint(String jobId) throws IOException {
    if (jobId.length() < DIGITS_IN_NAME) {
      return Optional.empty();
    }
    String prefix = "savepoint-" + jobId.substring(0, DIGITS_IN_NAME) + "-";
    return complete(savepoints()).stream()
        .filter(path -> path.getFileName().toString().startsWith(prefix))
        .max(Comparator.comparingLong(path -> path.resolve(METADATA).toFile().lastModified()));
  }

  /** True when a job can go on from there, as far as this machine can tell. */
  public boolean exists(String path) {
    return localPath(path)
        .map(local -> Files.isRegularFile(local) || Files.isRegularFile(local.resolve(METADATA)))
        .orElse(true);
  }

  /**
   * Deletes what one run left.
   *
   * @param jobIdOrPath a job's id, or the path of a savepoint
   * @throws IOException when that is not one run's directory below {@link #home}
   */
  public void delete(String jobIdOrPath) throws IOException {
    boolean isPath = jobIdOrPath.contains("/") || jobIdOrPath.startsWith(LOCAL);
    Path doomed =
        isPath
            ? localPath(jobIdOrPath).orElse(Path.of(jobIdOrPath)).normalize()
            : directory().resolve(jobIdOrPath).normalize();
    Path parent = doomed.getParent();
    if (!directory().equals(parent) && !savepoints().equals(parent)) {
      throw new IOException("not deleted, since it is not this hub's: " + jobIdOrPath);
    }
    if (!Files.isDirectory(doomed)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> tree = Files.walk(doomed)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  private Path directory() {
    return home.resolve("checkpoints");
  }

  private Path savepoints() {
    return home.resolve("savepoints");
  }

  private static List<Path> complete(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(path -> path.resolve(METADATA).toFile().length() > 0).toList();
    }
  }

  /** The file that Flink means; empty when it lies in another store than the file system. */
  private static Optional<Path> localPath(String path) {
    if (path.startsWith("/")) {
      return Optional.of(Path.of(path));
    }
    return path.startsWith(LOCAL + "/")
        ? Optional.of(Path.of(path.substring(LOCAL.length()).replaceFirst("^/+", "/")))
        : Optional.empty();
  }

  private static long number(Path checkpoint) {
    String name = checkpoint.getFileName().toString();
    if (!name.matches(CHECKPOINT + "\\d{1,18}")) {
      return -1;
    }
    return Long.parseLong(name.substring(CHECKPOINT.length()));
  }
}
