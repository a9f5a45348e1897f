package io.weir.dsl;

import java.util.Objects;

/**
 * Something to say about a place in a rule file.
 *
 * @param severity error or warning
 * @param file the file's name as the caller gave it
 * @param line 1-based
 * @param column 1-based, counted in UTF-16 units of the line
 * @param message one line of text: what was found and what was expected
 * @param excerpt the line of the file, without its end; of a very long line only the part around
 *     the place
 * @param excerptColumn the column at which the excerpt begins
 * @param length how many columns the caret marks, at least 1
 */
public record Diagnostic(
    Severity severity,
    String file,
    int line,
    int column,
    String message,
    String excerpt,
    int excerptColumn,
    int length) {

  /** The longest part of a line that is kept. */
  static final int WIDTH = 160;

  public Diagnostic {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(excerpt, "excerpt");
    if (line < 1) {
      throw new IllegalArgumentException("line: " + line + " (expected: >= 1)");
    }
    if (column < 1) {
      throw new IllegalArgumentException("column: " + column + " (expected: >= 1)");
    }
    if (excerptColumn < 1 || excerptColumn > column) {
      throw new IllegalArgumentException(
          "excerptColumn: " + excerptColumn + " (expected: 1.." + column + ")");
    }
    if (length < 1) {
      throw new IllegalArgumentException("length: " + length + " (expected: >= 1)");
    }
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /**
   * {@code FILE:LINE:COL: error: MESSAGE}, the source line, and carets under the offending text;
   * three lines without a line end after the last.
   */
  public String render() {
    StringBuilder text = new StringBuilder(256);
    text.append(file).append(':').append(line).append(':').append(column);
    text.append(": ").append(severity.word()).append(": ").append(message).append('\n');
    text.append("  ");
    for (int i = 0; i < excerpt.length(); i++) {
      text.append(printable(excerpt.charAt(i)));
    }
    text.append("\n  ");
    int caret = column - excerptColumn;
    for (int i = 0; i < caret; i++) {
      // A tab stays a tab, so that the caret stands under its text at any tab width.
      boolean tab = i < excerpt.length() && excerpt.charAt(i) == '\t';
      text.append(tab ? '\t' : ' ');
    }
    text.append("^".repeat(Math.max(1, Math.min(length, excerpt.length() - caret))));
    return text.toString();
  }

  private static char printable(char c) {
    return c != '\t' && Character.isISOControl(c) ? '\uFFFD' : c;
  }
}
