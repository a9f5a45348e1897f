package io.weir.dsl.syntax;

import java.util.List;

/**
 * A word of a rule file.
 *
 * @param text a string's value, a system property's name without {@code $}, what ends at the end,
 *     or the text as written
 * @param firstOnLine whether only white space and comments stand before it on its line
 * @param path the path of a {@link TokenKind#BODY}, {@link TokenKind#TWIN} or {@link
 *     TokenKind#VARIABLE}, the variable's name included; empty for others
 */
record Token(TokenKind kind, String text, Span span, boolean firstOnLine, List<PathStep> path) {

  boolean symbol(String wanted) {
    return kind == TokenKind.SYMBOL && text.equals(wanted);
  }

  /** Whether it is that word, in any case. */
  boolean word(String wanted) {
    return kind == TokenKind.NAME && text.equalsIgnoreCase(wanted);
  }
}
