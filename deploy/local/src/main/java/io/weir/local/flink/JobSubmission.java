package io.weir.local.flink;

import java.util.List;
import java.util.Optional;

/**
 * A job to run from an uploaded jar.
 *
 * @param jobId 32 hexadecimal digits, chosen by the caller so that it can be written down first
 * @param savepoint the savepoint or retained checkpoint to go on from
 */
public record JobSubmission(
    String jobId, String mainClass, List<String> arguments, Optional<String> savepoint) {
  public JobSubmission {
    arguments = List.copyOf(arguments);
  }
}
