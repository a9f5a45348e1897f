package io.weir.dsl.syntax;

/**
 * Reads a string literal. Escapes are those of IoT Hub: {@code \}{@code uXXXX}, a backslash before
 * a quote and before a backslash; any other backslash stands for itself.
 */
final class TextLexer {

  /**
   * What was read.
   *
   * @param quote the character that opened it
   * @param closed false when the line ended first
   */
  record Result(String value, int quote, boolean closed) {}

  private TextLexer() {}

  /** Reads from the opening quote to behind the closing one, or to the end of the line. */
  static Result read(Cursor cursor) {
    int quote = cursor.peek();
    cursor.advance();
    StringBuilder value = new StringBuilder();
    while (!cursor.atEnd() && cursor.peek() != '\n' && cursor.peek() != '\r') {
      int c = cursor.peek();
      if (c == quote) {
        cursor.advance();
        return new Result(value.toString(), quote, true);
      }
      if (c == '\\') {
        escape(cursor, value);
      } else {
        value.append((char) c);
        cursor.advance();
      }
    }
    return new Result(value.toString(), quote, false);
  }

  private static void escape(Cursor cursor, StringBuilder value) {
    int next = cursor.peek(1);
    if (next == '\\' || next == '\'' || next == '"') {
      value.append((char) next);
      cursor.advance(2);
      return;
    }
    if (next == 'u' || next == 'U') {
      int unit = 0;
      for (int i = 2; i < 6 && unit >= 0; i++) {
        int digit = cursor.peek(i) == Cursor.NONE ? -1 : Character.digit(cursor.peek(i), 16);
        unit = digit < 0 ? -1 : unit * 16 + digit;
      }
      if (unit >= 0) {
        value.append((char) unit);
        cursor.advance(6);
        return;
      }
    }
    value.append('\\');
    cursor.advance();
  }
}
