package io.weir.dsl.syntax;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that an unknown one was probably meant to be. */
public final class Nearest {

  /** Longer texts are not names that somebody mistyped. */
  private static final int MAX_LENGTH = 64;

  /** More edits than this are another word. */
  private static final int MAX_DISTANCE = 4;

  /** So many known names are looked at: a hint is not worth the time of a huge file. */
  private static final int MAX_CANDIDATES = 200;

  private Nearest() {}

  /** {@code "; did you mean 'x'?"}, or nothing when no name is near. */
  public static String hint(String unknown, Collection<String> known) {
    return to(unknown, known).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  /** The nearest known name, when it is near enough to be meant. */
  public static Optional<String> to(String unknown, Collection<String> known) {
    if (unknown.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String wanted = unknown.toLowerCase(Locale.ROOT);
    int limit = Math.max(1, Math.min(MAX_DISTANCE, wanted.length() / 3));
    return known.stream()
        .filter(name -> Math.abs(name.length() - wanted.length()) <= limit)
        .limit(MAX_CANDIDATES)
        .map(name -> new Candidate(name, distance(wanted, name.toLowerCase(Locale.ROOT), limit)))
        .filter(candidate -> candidate.distance <= limit)
        .min(Comparator.comparingInt(Candidate::distance))
        .map(Candidate::name);
  }

  private record Candidate(String name, int distance) {}

  /**
   * How many insertions, deletions, replacements and swaps of neighbours turn one into the other;
   * more than the limit when it is more. Only the cells that the limit can reach are computed.
   */
  private static int distance(String a, String b, int limit) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      Arrays.fill(row, limit + 1);
      row[0] = i;
      for (int j = Math.max(1, i - limit); j <= Math.min(b.length(), i + limit); j++) {
        int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
