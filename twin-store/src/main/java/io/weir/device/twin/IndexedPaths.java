package io.weir.device.twin;

import java.util.List;

/**
 * Which paths of twins are indexed: prefixes of whole steps, and how deep below the section.
 *
 * @param prefixes such as {@code tags}, {@code properties.reported} or {@code tags.location}
 * @param maxDepth steps below {@code tags}, {@code properties.desired} or {@code
 *     properties.reported}, at least 1
 */
public record IndexedPaths(List<String> prefixes, int maxDepth) {

  public static final IndexedPaths DEFAULT =
      new IndexedPaths(List.of("tags", "properties.desired", "properties.reported"), 4);

  private static final int MAX_DEPTH = 10;

  public IndexedPaths {
    prefixes = List.copyOf(prefixes);
    for (String prefix : prefixes) {
      boolean known =
          startsWith(prefix, "tags")
              || startsWith(prefix, "properties.desired")
              || startsWith(prefix, "properties.reported");
      if (!known || prefix.endsWith(".") || prefix.contains("..")) {
        throw new IllegalArgumentException(
            "indexed path: "
                + prefix
                + " (expected: tags, properties.desired, properties.reported or a path below)");
      }
    }
    if (maxDepth < 1 || maxDepth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "indexed depth: " + maxDepth + " (expected: 1.." + MAX_DEPTH + ")");
    }
  }

  /** Reads {@link #text}. */
  public static IndexedPaths parse(String text) {
    int colon = text.indexOf(':');
    return new IndexedPaths(
        List.of(text.substring(colon + 1).split(",", -1)),
        Integer.parseInt(text.substring(0, Math.max(colon, 0))));
  }

  /** Such as {@code 4:tags,properties.desired}. */
  public String text() {
    return maxDepth + ":" + String.join(",", prefixes);
  }

  /**
   * Whether values at the path are indexed.
   *
   * @param path canonical, such as {@code tags.location.city}
   * @param depth its steps below the section
   */
  public boolean covers(String path, int depth) {
    return depth <= maxDepth && prefixes.stream().anyMatch(prefix -> startsWith(path, prefix));
  }

  /** Whether anything below the path may be indexed. */
  boolean reachesBelow(String path, int depth) {
    return depth < maxDepth
        && prefixes.stream()
            .anyMatch(prefix -> startsWith(path, prefix) || startsWith(prefix, path));
  }

  private static boolean startsWith(String path, String prefix) {
    return path.startsWith(prefix)
        && (path.length() == prefix.length() || path.charAt(prefix.length()) == '.');
  }
}
