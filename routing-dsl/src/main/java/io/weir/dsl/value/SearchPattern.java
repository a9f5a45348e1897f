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

  private final Pattern pattern;

  private SearchPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Compiles a pattern.
   *
   * @throws IllegalArgumentException when it is none, or too large; the message says which
   */
  public static SearchPattern of(String text) {
    long steps = PatternSize.of(text);
    if (steps > MAX_STEPS) {
      throw new IllegalArgumentException(
          "the pattern has " + steps + " steps (expected: at most " + MAX_STEPS + ")");
    }
    try {
      return new SearchPattern(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "the pattern cannot be read: found " + e.getDescription() + " (expected: RE2's syntax)",
          e);
    }
  }

  public boolean isFoundIn(String text) {
    return pattern.matcher(text).find();
  }
}
