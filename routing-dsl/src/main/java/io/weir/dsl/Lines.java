package io.weir.dsl;

import io.weir.dsl.syntax.Problem;
import io.weir.dsl.syntax.Problems;
import java.util.Arrays;
import java.util.List;

/** Finds lines and columns in a text. Lines end with LF, CR or CR LF. */
public final class Lines {

  /**
   * A place for people.
   *
   * @param line 1-based
   * @param column 1-based, counted in UTF-16 units of the line
   */
  public record Position(int line, int column) {}

  private final String text;
  private final int[] starts;

  public Lines(String text) {
    this.text = text;
    int[] found = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (c == '\n' || (c == '\r' && !pair)) {
        found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
        found[count++] = i + 1;
      }
    }
    this.starts = Arrays.copyOf(found, count);
  }

  /** The problems in the order of the text. */
  List<Diagnostic> diagnostics(String file, Problems problems) {
    return problems.sorted().stream().map(problem -> diagnostic(file, problem)).toList();
  }

  /** The place of a UTF-16 unit of the text, counted from 0. */
  public Position position(int offset) {
    int search = Arrays.binarySearch(starts, offset);
    int line = search >= 0 ? search : -search - 2;
    return new Position(line + 1, offset - starts[line] + 1);
  }

  private Diagnostic diagnostic(String file, Problem problem) {
    int at = problem.span().start();
    Position position = position(at);
    int start = at - position.column() + 1;
    int end = start;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    int length = Math.max(1, Math.min(problem.span().end(), end) - at);
    int shown = start;
    if (end - start > Diagnostic.WIDTH && at - start >= Diagnostic.WIDTH / 2) {
      shown = Math.min(at - Diagnostic.WIDTH / 2, end - Diagnostic.WIDTH);
    }
    return new Diagnostic(
        problem.error() ? Severity.ERROR : Severity.WARNING,
        file,
        position.line(),
        position.column(),
        problem.message(),
        text.substring(shown, Math.min(end, shown + Diagnostic.WIDTH)),
        shown - start + 1,
        length);
  }
}
