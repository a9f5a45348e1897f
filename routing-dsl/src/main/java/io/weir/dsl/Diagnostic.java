package io.weir.dsl;

import java.util.Objects;

/**
 * Something to say about a place in a rule file.
 *
 * @param severity error or warning
 * @param file the file's name as the caller gave it
 * @param line 1-based
 * @param column 1-based, counted in UTF-16 units of {@code sourceLine}
 * @param message one line of text: what was found and what was expected
 * @param sourceLine the whole line of the file, without its end
 * @param length how many columns the caret marks, at least 1
 */
public record Diagnostic(
    Severity severity,
    String file,
    int line,
    int column,
    String message,
    String sourceLine,
    int length) {

  /** The longest part of a source line that is rendered. */
  private static final int WIDTH = 160;

  public Diagnostic {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(sourceLine, "sourceLine");
    if (line < 1) {
      throw new IllegalArgumentException("line: " + line + " (expected: >= 1)");
    }
    if (column < 1) {
      throw new IllegalArgumentException("column: " + column + " (expected: >= 1)");
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
   * three lines without a line end after the last. Of a very long line only the part around the
   * place is shown.
   */
  public String render() {
    int start = 0;
    if (sourceLine.length() > WIDTH && column > WIDTH / 2) {
      start = Math.min(column - 1 - WIDTH / 2, Math.max(0, sourceLine.length() - WIDTH));
    }
    int end = Math.min(sourceLine.length(), start + WIDTH);
    StringBuilder text = new StringBuilder(256);
    text.append(file).append(':').append(line).append(':').append(column);
    text.append(": ").append(severity.word()).append(": ").append(message).append('\n');
    text.append("  ");
    for (int i = start; i < end; i++) {
      text.append(printable(sourceLine.charAt(i)));
    }
    text.append("\n  ");
    int caret = column - 1 - start;
    for (int i = 0; i < caret; i++) {
      // A tab stays a tab, so that the caret stands under its text at any tab width.
      boolean tab = start + i < end && sourceLine.charAt(start + i) == '\t';
      text.append(tab ? '\t' : ' ');
    }
    text.append("^".repeat(Math.max(1, Math.min(length, end - start - caret))));
    return text.toString();
  }

  private static char printable(char c) {
    return c != '\t' && Character.isISOControl(c) ? '\uFFFD' : c;
  }
}
