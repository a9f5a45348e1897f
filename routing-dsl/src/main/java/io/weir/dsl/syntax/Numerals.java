package io.weir.dsl.syntax;

/** The text of numbers: of literals, and of strings that a rule turns into numbers. */
public final class Numerals {

  private Numerals() {}

  static boolean valid(String literal) {
    return !Double.isNaN(literal(literal));
  }

  /** The value of a literal without sign, {@code NaN} when it is none. */
  static double literal(String text) {
    if (text.length() > 2 && (text.startsWith("0x") || text.startsWith("0X"))) {
      return hexadecimal(text);
    }
    return text.isEmpty() || !(Characters.digit(text.charAt(0)) || text.charAt(0) == '.')
        ? Double.NaN
        : decimal(text);
  }

  /**
   * The decimal number that a text spells, with sign, fraction and exponent; {@code NaN} when it
   * spells none. Locale, {@code Infinity}, suffixes and hexadecimal play no part.
   */
  public static double decimal(String text) {
    int at = 0;
    int end = text.length();
    if (at < end && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    int whole = digits(text, at);
    at += whole;
    int fraction = 0;
    if (at < end && text.charAt(at) == '.') {
      fraction = digits(text, at + 1);
      at += 1 + fraction;
    }
    if (whole + fraction == 0) {
      return Double.NaN;
    }
    if (at < end && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < end && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
        at++;
      }
      int exponent = digits(text, at);
      if (exponent == 0) {
        return Double.NaN;
      }
      at += exponent;
    }
    return at == end ? Double.parseDouble(text) : Double.NaN;
  }

  private static double hexadecimal(String text) {
    if (text.length() > 18) {
      return Double.NaN;
    }
    double value = 0;
    for (int i = 2; i < text.length(); i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return Double.NaN;
      }
      value = value * 16 + digit;
    }
    return value;
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && Characters.digit(text.charAt(at))) {
      at++;
    }
    return at - from;
  }
}
