package io.weir.dsl.syntax;

/** Which characters make up names. */
final class Characters {

  /** What ROUTE-09 keeps out of a path, what a path itself is made of, and what operators need. */
  private static final String NO_MEMBER = "()<>@,;:\\\"/?={}" + ".[]'" + "+-*%|!";

  private Characters() {}

  static boolean nameStart(int c) {
    return c == '_' || Character.isLetter(c);
  }

  static boolean namePart(int c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  /** What may stand in a member's name that is not quoted: signs such as {@code °}, too. */
  static boolean memberPart(int c) {
    return c != Cursor.NONE && !Character.isISOControl(c) && !space(c) && NO_MEMBER.indexOf(c) < 0;
  }

  static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean space(int c) {
    // A byte order mark at the start of a file is no one's intention.
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
  }
}
