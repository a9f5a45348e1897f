package io.weir.dsl.value;

/** What is known of an expression's type before any message has come. */
public enum Kind {
  BOOL("true or false"),
  NUMBER("a number"),
  STRING("a string"),
  NULL("null"),
  UNDEFINED("undefined"),
  /** Only the message tells, as with {@code $body}. */
  ANY("a value");

  private final String phrase;

  Kind(String phrase) {
    this.phrase = phrase;
  }

  /** As it appears in messages, such as {@code a number}. */
  public String phrase() {
    return phrase;
  }

  /** Whether a value of the other kind can serve where this one is needed. */
  public boolean accepts(Kind other) {
    return this == ANY || this == other || other == ANY || other == UNDEFINED || other == NULL;
  }

  /** What is known where either may come; undefined adds nothing. */
  public Kind or(Kind other) {
    if (this == other || other == UNDEFINED) {
      return this;
    }
    return this == UNDEFINED ? other : ANY;
  }
}
