package io.weir.dsl.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The names that files endpoints give their files (ROUTE-12). */
public final class FilePatterns {

  /** What stands for the hub, the partition and the minute; each must occur, in any order. */
  public static final List<String> TOKENS =
      List.of("{iothub}", "{partition}", "{YYYY}", "{MM}", "{DD}", "{HH}", "{mm}");

  private static final int MAX_LENGTH = 256;

  private FilePatterns() {}

  /** What a good pattern would be, when this one is not; empty when it is fine. */
  public static Optional<String> problem(String pattern) {
    String rest = pattern;
    for (String token : TOKENS) {
      if (!pattern.contains(token)) {
        return Optional.of(String.join(", ", TOKENS) + ", each of them");
      }
      rest = rest.replace(token, "x");
    }
    boolean good =
        pattern.length() <= MAX_LENGTH
            && rest.matches("[A-Za-z0-9._=/-]+")
            && Arrays.stream(rest.split("/", -1)).noneMatch(FilePatterns::isNoName);
    return good
        ? Optional.empty()
        : Optional.of(
            "beside the words in braces only letters, digits, '.', '_', '-', '=' and single '/'"
                + " between names, at most "
                + MAX_LENGTH
                + " characters");
  }

  private static boolean isNoName(String name) {
    return name.isEmpty() || name.equals(".") || name.equals("..");
  }
}
