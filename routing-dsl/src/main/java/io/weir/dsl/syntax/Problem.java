package io.weir.dsl.syntax;

import java.util.Objects;

/**
 * Something wrong with a piece of the text; becomes a diagnostic with a line and a column.
 *
 * @param error true for what refuses the file, false for a warning
 * @param span the offending text
 * @param message what was found and what was expected, in one line
 */
public record Problem(boolean error, Span span, String message) {

  public Problem {
    Objects.requireNonNull(span, "span");
    Objects.requireNonNull(message, "message");
  }
}
