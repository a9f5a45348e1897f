package io.weir.dsl.syntax;

/** Which characters make up names. */
final class Characters {

  private Characters() {}

  static boolean nameStart(int c) {
    return c == '_' || Character.isLetter(c);
  }

  static boolean namePart(int c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  /** Beyond letters and digits, what ROUTE-09 allows in a path and no operator needs. */
  static boolean memberPart(int c) {
    return namePart(c) || c == '$' || c == '#' || c == '&' || c == '~' || c == '^';
  }

  static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean space(int c) {
    // A byte order mark at the start of a file is no one's intention.
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
  }
}
