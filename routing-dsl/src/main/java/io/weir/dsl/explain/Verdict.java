package io.weir.dsl.explain;

import io.weir.dsl.value.Truth;

/** What a route made of a message. */
public enum Verdict {
  MATCHED("matched"),
  NOT_MATCHED("not-matched"),
  /** The condition was undefined, so that the route did not match ({@code ROUTE-04}). */
  UNDEFINED("undefined"),
  /** The evaluation broke off; routing takes that for undefined. */
  ERROR("error");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  /** As it appears in texts and in JSON. */
  public String word() {
    return word;
  }

  /**
   * The verdict of that word.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Verdict named(String word) {
    for (Verdict verdict : values()) {
      if (verdict.word.equals(word)) {
        return verdict;
      }
    }
    throw new IllegalArgumentException("verdict: '" + word + "' (expected: one of them)");
  }

  static Verdict of(Truth truth) {
    return switch (truth) {
      case TRUE -> MATCHED;
      case FALSE -> NOT_MATCHED;
      case UNDEFINED -> UNDEFINED;
    };
  }
}
