package io.weir.dsl.value;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression in RE2's syntax, which is looked for anywhere in a text. A search takes time
 * in proportion to the text's length.
 */
public final class SearchPattern {

  /** So many steps may a pattern have once its repetitions are written out. */
  static final int MAX_STEPS = 2_000;

  private static final Pattern IGNORES_CASE = Pattern.compile("\\(\\?[A-Za-z-]*i");

  private final Pattern pattern;
  private final long steps;

  private SearchPattern(Pattern pattern, long steps) {
    this.pattern = pattern;
    this.steps = steps;
  }

  /**
   * Compiles a pattern.
   *
   * @throws IllegalArgumentException when it is none, or too large; the message says which
   */
  public static SearchPattern of(String text) {
    if (IGNORES_CASE.matcher(text).find() && isFar(text)) {
      throw new IllegalArgumentException(
          "the pattern has flag i beside \\x{...} or a character from U+1000"
              + " (expected: the flag or the character alone)");
    }
    long steps = PatternSize.of(text);
    if (steps > MAX_STEPS) {
      throw new IllegalArgumentException(
          "the pattern has " + steps + " steps (expected: at most " + MAX_STEPS + ")");
    }
    try {
      return new SearchPattern(Pattern.compile(text), steps);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "the pattern cannot be read: found " + e.getDescription() + " (expected: RE2's syntax)",
          e);
    }
  }

  /**
   * Some characters beyond U+1000 have got a capital letter since RE2/J's tables were made; it
   * never finishes compiling them, or a range of them, without regard to case.
   */
  private static boolean isFar(String text) {
    return text.contains("\\x{") || text.codePoints().anyMatch(character -> character >= 0x1000);
  }

  /** How many steps it has once its repetitions are written out: what it takes of the memory. */
  public long steps() {
    return steps;
  }

  public boolean isFoundIn(String text) {
    return pattern.matcher(text).find();
  }
}
