package io.weir.local.flink;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The retained checkpoints of a local cluster: {@code <dir>/<job id>/chk-<n>/_metadata}. */
public record CheckpointFiles(Path directory) {
  private static final String PREFIX = "chk-";
  private static final String METADATA = "_metadata";

  /** The newest complete checkpoint of a job; empty when it has none. */
  public Optional<Path> newest(String jobId) {
    Path ofJob = directory.resolve(jobId);
    if (!Files.isDirectory(ofJob)) {
      return Optional.empty();
    }
    try (Stream<Path> entries = Files.list(ofJob)) {
      return entries
          .filter(CheckpointFiles::isComplete)
          .max(Comparator.comparingLong(CheckpointFiles::number));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Deletes what one run left.
   *
   * @param jobIdOrPath a job's id, or the path of a savepoint
   */
  public void delete(String jobIdOrPath) throws IOException {
    Path doomed =
        jobIdOrPath.startsWith("file:")
            ? Path.of(URI.create(jobIdOrPath))
            : directory.resolve(jobIdOrPath);
    if (!Files.isDirectory(doomed) || doomed.equals(directory)) {
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

  private static boolean isComplete(Path checkpoint) {
    if (number(checkpoint) < 0) {
      return false;
    }
    try {
      return Files.size(checkpoint.resolve(METADATA)) > 0;
    } catch (IOException incomplete) {
      return false;
    }
  }

  private static long number(Path checkpoint) {
    String name = checkpoint.getFileName().toString();
    if (!name.startsWith(PREFIX)) {
      return -1;
    }
    try {
      return Long.parseLong(name.substring(PREFIX.length()));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
