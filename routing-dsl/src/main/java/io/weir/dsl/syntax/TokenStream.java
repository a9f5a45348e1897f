package io.weir.dsl.syntax;

import java.util.List;

/** The tokens with a place in them, and the one way in which a statement is given up. */
final class TokenStream {

  /** Leaves a statement that cannot be parsed; its problem is already recorded. */
  static final class GiveUp extends Exception {
    private static final long serialVersionUID = 1L;

    GiveUp() {
      super("the statement cannot be parsed", null, false, false);
    }
  }

  private final List<Token> tokens;
  private final Problems problems;
  private int position;

  TokenStream(List<Token> tokens, Problems problems) {
    this.tokens = tokens;
    this.problems = problems;
  }

  Problems problems() {
    return problems;
  }

  Token peek() {
    return peek(0);
  }

  Token peek(int ahead) {
    return tokens.get(Math.min(position + ahead, tokens.size() - 1));
  }

  Token take() {
    Token token = peek();
    position = Math.min(position + 1, tokens.size() - 1);
    return token;
  }

  /** From an offset to the end of the token taken last. */
  Span since(int start) {
    int end = position == 0 ? start : tokens.get(position - 1).span().end();
    return new Span(start, Math.max(start, end));
  }

  boolean takeSymbol(String symbol) {
    boolean there = peek().symbol(symbol);
    if (there) {
      take();
    }
    return there;
  }

  boolean takeWord(String word) {
    boolean there = peek().word(word);
    if (there) {
      take();
    }
    return there;
  }

  Token expectSymbol(String symbol, String expected) throws GiveUp {
    if (!peek().symbol(symbol)) {
      throw unexpected(expected);
    }
    return take();
  }

  Token expectWord(String word, String expected) throws GiveUp {
    if (!peek().word(word)) {
      throw unexpected(expected);
    }
    return take();
  }

  Statement.Name expectName(String expected) throws GiveUp {
    if (peek().kind() != TokenKind.NAME) {
      throw unexpected(expected);
    }
    Token token = take();
    return new Statement.Name(token.text(), token.span());
  }

  /** Records that what stands here is not what should, and gives up. */
  GiveUp unexpected(String expected) {
    Token found = peek();
    if (found.kind() != TokenKind.BROKEN) {
      problems.error(found.span(), "found " + Shown.token(found) + " (expected: " + expected + ")");
    }
    return new GiveUp();
  }

  GiveUp giveUp(Span span, String message) {
    problems.error(span, message);
    return new GiveUp();
  }
}
