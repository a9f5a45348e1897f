package io.weir.local.hub;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.weir.device.twin.IndexedPaths;
import io.weir.local.CommandFailure;
import io.weir.local.ExitCode;
import java.util.List;
import java.util.Optional;

/**
 * What a hub's operator chooses about twins.
 *
 * @param limits {@code current} or {@code 2017} (TWIN-07)
 * @param indexed paths whose values are indexed, such as {@code tags}; chosen when the hub is made
 */
public record TwinSettings(String limits, List<String> indexed) {
  private static final List<String> LIMITS = List.of("current", "2017");

  public static final TwinSettings DEFAULT =
      new TwinSettings("current", IndexedPaths.DEFAULT.prefixes());

  public TwinSettings {
    limits = limits == null ? "current" : limits;
    indexed = indexed == null ? IndexedPaths.DEFAULT.prefixes() : List.copyOf(indexed);
    if (!LIMITS.contains(limits)) {
      throw new CommandFailure(
          ExitCode.USAGE, "--twin-limits " + limits + " (expected: current or 2017)");
    }
    try {
      new IndexedPaths(indexed, IndexedPaths.DEFAULT.maxDepth());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--indexed-paths: " + e.getMessage());
    }
  }

  /** As deep as by default. */
  @JsonIgnore
  public IndexedPaths indexedPaths() {
    return new IndexedPaths(indexed, IndexedPaths.DEFAULT.maxDepth());
  }

  /**
   * The settings after a user's wish.
   *
   * @param made whether the hub has been made: its rows carry the index
   */
  TwinSettings with(Optional<String> newLimits, Optional<List<String>> newIndexed, boolean made) {
    if (made && newIndexed.isPresent() && !newIndexed.get().equals(indexed)) {
      throw new CommandFailure(
          "--indexed-paths "
              + String.join(",", newIndexed.get())
              + " (expected: "
              + String.join(",", indexed)
              + ", as this hub was made; export its identities and import them into a new one)");
    }
    return new TwinSettings(newLimits.orElse(limits), newIndexed.orElse(indexed));
  }
}
