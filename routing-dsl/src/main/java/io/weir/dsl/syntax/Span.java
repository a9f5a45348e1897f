package io.weir.dsl.syntax;

/**
 * A piece of the text of a rule file.
 *
 * @param start offset of the first UTF-16 unit
 * @param end offset after the last one
 */
public record Span(int start, int end) {

  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "span: " + start + ".." + end + " (expected: 0 <= start <= end)");
    }
  }

  /** From the start of this one to the end of the other. */
  public Span to(Span other) {
    return new Span(start, other.end);
  }

  public int length() {
    return end - start;
  }
}
