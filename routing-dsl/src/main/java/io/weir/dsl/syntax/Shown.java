package io.weir.dsl.syntax;

/** How pieces of the text appear in messages. */
public final class Shown {

  private static final int MAX = 40;

  private Shown() {}

  /** The text, shortened and without control characters. */
  public static String text(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), MAX); i++) {
      char c = text.charAt(i);
      shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\uFFFD' : c);
    }
    return text.length() > MAX ? shown.append("...").toString() : shown.toString();
  }

  /** A token as "found" in a message. */
  static String token(Token token) {
    return switch (token.kind()) {
      case END -> "the end of " + token.text();
      case TEXT -> "the string '" + text(token.text()) + "'";
      case SYSTEM -> "'$" + text(token.text()) + "'";
      case NUMBER -> "the number " + text(token.text());
      case NAME, BODY, TWIN, VARIABLE, SYMBOL, BROKEN -> "'" + text(token.text()) + "'";
    };
  }

  static String symbolHint(String symbol) {
    return switch (symbol) {
      case "!" -> " (expected: 'not' or '!=')";
      case "&", "&&" -> " (expected: 'and')";
      case "|" -> " (expected: 'or', or '||' which joins strings)";
      case ";" -> " (expected: nothing; statements need no end mark)";
      default -> "";
    };
  }
}
