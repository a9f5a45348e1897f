package io.weir.dsl.endpoint;

import java.time.Duration;
import java.util.Objects;

/**
 * Files on any file system that Flink has (ROUTE-12, ROUTE-16).
 *
 * @param name the endpoint's name in the rules
 * @param path a directory or a URI of one; a relative path is below the hub's directory of files
 * @param pattern of a file's name below the path, such as {@link #DEFAULT_PATTERN}
 * @param roll a file is closed when it is so old
 * @param rollSize or when it has so many bytes
 */
public record FilesEndpoint(
    String name, String path, FileFormat format, String pattern, Duration roll, long rollSize)
    implements Endpoint {

  /** IoT Hub's default. */
  public static final String DEFAULT_PATTERN = "{iothub}/{partition}/{YYYY}/{MM}/{DD}/{HH}/{mm}";

  /** IoT Hub's default. */
  public static final Duration DEFAULT_ROLL = Duration.ofMinutes(5);

  /** IoT Hub's default. */
  public static final long DEFAULT_ROLL_SIZE = 314_572_800;

  public FilesEndpoint {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(pattern, "pattern");
    Objects.requireNonNull(roll, "roll");
  }
}
