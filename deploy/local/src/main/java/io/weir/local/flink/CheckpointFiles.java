package io.weir.local.flink;

import java.io.IOException;
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

  /** The ids of the jobs that have left anything here. */
  public List<String> jobIds() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      return List.of();
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
