package io.weir.dsl.syntax;

import java.util.Arrays;
import java.util.Optional;

/** How many of an array's elements must pass a test. */
public enum Quantifier {
  ANY("any"),
  ALL("all");

  private final String word;

  Quantifier(String word) {
    this.word = word;
  }

  /** As it is written before the parenthesis. */
  public String word() {
    return word;
  }

  /** The quantifier of that name, in any case. */
  static Optional<Quantifier> named(String name) {
    return Arrays.stream(values()).filter(each -> each.word.equalsIgnoreCase(name)).findFirst();
  }
}
