package io.weir.dsl.endpoint;

import io.weir.dsl.check.Amount;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code files { path, format, pattern, roll, roll-size }}. */
final class FilesKind implements EndpointKind {

  private static final Amount ROLL = Amount.time(Duration.ofSeconds(1), Duration.ofDays(1));
  private static final Amount ROLL_SIZE = Amount.size(1L << 10, 5L << 30);

  /** The longest path that every file system takes. */
  private static final int MAX_PATH = 1_024;

  @Override
  public String word() {
    return "files";
  }

  @Override
  public List<String> options() {
    return List.of("path", "format", "pattern", "roll", "roll-size");
  }

  @Override
  public Endpoint read(String name, Options options) throws Options.Unusable {
    FileFormat format =
        options.choice(
            "format",
            Arrays.stream(FileFormat.values()).map(FileFormat::wireName).toList(),
            FileFormat::named,
            FileFormat.JSON);
    String pattern =
        options
            .text("pattern", FilesEndpoint.DEFAULT_PATTERN, FilePatterns::problem)
            .orElse(FilesEndpoint.DEFAULT_PATTERN);
    long roll = options.amount("roll", ROLL, FilesEndpoint.DEFAULT_ROLL.toMillis());
    long rollSize = options.amount("roll-size", ROLL_SIZE, FilesEndpoint.DEFAULT_ROLL_SIZE);
    String path = options.required("path", "archive", FilesKind::pathProblem);
    return new FilesEndpoint(name, path, format, pattern, Duration.ofMillis(roll), rollSize);
  }

  private static Optional<String> pathProblem(String path) {
    boolean good =
        !path.isBlank()
            && path.length() <= MAX_PATH
            && path.chars().noneMatch(Character::isISOControl)
            && Arrays.stream(path.split("/", -1)).noneMatch(".."::equals);
    return good
        ? Optional.empty()
        : Optional.of("a directory or a URI of one, of 1 to " + MAX_PATH + " characters, no '..'");
  }
}
