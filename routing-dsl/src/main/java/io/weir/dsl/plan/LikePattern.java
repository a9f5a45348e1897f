package io.weir.dsl.plan;

/**
 * A pattern of {@code LIKE}: {@code %} is any text, {@code _} any UTF-16 unit. Matching takes time
 * in proportion to the lengths' product at worst, and no recursion.
 */
final class LikePattern {

  private static final char ANY_TEXT = '\uFFFE';
  private static final char ANY_UNIT = '\uFFFF';

  private final char[] pattern;

  /**
   * @param escape before a wildcard that stands for itself; empty when there is none
   */
  LikePattern(String text, String escape) {
    StringBuilder units = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      boolean escaped = !escape.isEmpty() && unit == escape.charAt(0) && i + 1 < text.length();
      if (escaped) {
        i++;
        units.append(text.charAt(i));
      } else if (unit == '%') {
        units.append(ANY_TEXT);
      } else {
        units.append(unit == '_' ? ANY_UNIT : unit);
      }
    }
    this.pattern = units.toString().toCharArray();
  }

  /** Goes back to the last {@code %} where the text does not go on as the pattern does. */
  boolean matches(String text) {
    int at = 0;
    int in = 0;
    int lastAny = -1;
    int resume = 0;
    while (at < text.length()) {
      if (in < pattern.length && pattern[in] == ANY_TEXT) {
        lastAny = in++;
        resume = at;
      } else if (in < pattern.length
          && (pattern[in] == ANY_UNIT || pattern[in] == text.charAt(at))) {
        in++;
        at++;
      } else if (lastAny >= 0) {
        in = lastAny + 1;
        at = ++resume;
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
