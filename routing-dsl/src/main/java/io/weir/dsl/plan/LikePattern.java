package io.weir.dsl.plan;

import java.util.Arrays;

/**
 * A pattern of {@code LIKE}: {@code %} is any text, {@code _} any one character. Matching takes
 * time in proportion to the lengths' product at worst, and no recursion.
 */
final class LikePattern {

  private static final int ANY_TEXT = -1;
  private static final int ANY_CHARACTER = -2;

  /** Code points and the wildcards. */
  private final int[] pattern;

  /**
   * @param escape before a wildcard that stands for itself; empty when there is none
   */
  LikePattern(String text, String escape) {
    int[] characters = text.codePoints().toArray();
    int[] read = new int[characters.length];
    int count = 0;
    for (int i = 0; i < characters.length; i++) {
      int character = characters[i];
      boolean escaped =
          !escape.isEmpty() && character == escape.charAt(0) && i + 1 < characters.length;
      if (escaped) {
        read[count++] = characters[++i];
      } else {
        read[count++] = character == '%' ? ANY_TEXT : character == '_' ? ANY_CHARACTER : character;
      }
    }
    this.pattern = Arrays.copyOf(read, count);
  }

  /** Goes back to the last {@code %} where the text does not go on as the pattern does. */
  boolean matches(String text) {
    int at = 0;
    int in = 0;
    int lastAny = -1;
    int resume = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      if (in < pattern.length && pattern[in] == ANY_TEXT) {
        lastAny = in++;
        resume = at;
      } else if (in < pattern.length
          && (pattern[in] == ANY_CHARACTER || pattern[in] == character)) {
        in++;
        at += Character.charCount(character);
      } else if (lastAny >= 0) {
        in = lastAny + 1;
        resume += Character.charCount(text.codePointAt(resume));
        at = resume;
      } else {
        return false;
      }
    }
    while (in < pattern.length && pattern[in] == ANY_TEXT) {
      in++;
    }
    return in == pattern.length;
  }
}
