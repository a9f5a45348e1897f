package io.weir.dsl.syntax;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where a space stands between two tokens of a line. */
final class Spacing {

  /** Words behind which an operand begins, so that neither a call nor a subtraction follows. */
  private static final Set<String> WORDS =
      Set.of(
          "and", "between", "case", "else", "escape", "in", "like", "matches", "not", "or", "per",
          "then", "when", "where");

  private final List<Token> tokens;

  Spacing(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** Whether one stands before that token, which is not the first. */
  boolean before(int index) {
    Token left = tokens.get(index - 1);
    Token right = tokens.get(index);
    if (right.kind() == TokenKind.SYMBOL) {
      switch (right.text()) {
        case ")", "]", ",", ":" -> {
          return false;
        }
        case "(" -> {
          return left.kind() == TokenKind.NAME ? isWord(left) : !opens(left);
        }
        case "}" -> {
          return !reads(left) && !left.symbol("{");
        }
        default -> {
          // Two dashes side by side could become a comment.
          return !opens(left) && (right.text().equals("-") || !isSign(index - 1));
        }
      }
    }
    return !opens(left)
        && !left.symbol("@")
        && !(left.symbol("{") && reads(right))
        && !isSign(index - 1);
  }

  private static boolean opens(Token token) {
    return token.symbol("(") || token.symbol("[");
  }

  private static boolean reads(Token token) {
    return token.kind() == TokenKind.SYSTEM
        || token.kind() == TokenKind.BODY
        || token.kind() == TokenKind.TWIN;
  }

  /** Whether it is a minus before its operand. */
  private boolean isSign(int index) {
    if (!tokens.get(index).symbol("-")) {
      return false;
    }
    Token before = tokens.get(index - 1);
    return switch (before.kind()) {
      case SYMBOL -> !before.symbol(")") && !before.symbol("]") && !before.symbol("}");
      case NAME -> isWord(before);
      case SYSTEM, BODY, TWIN, VARIABLE, TEXT, NUMBER, BROKEN, END -> false;
    };
  }

  private static boolean isWord(Token token) {
    return WORDS.contains(token.text().toLowerCase(Locale.ROOT));
  }
}
