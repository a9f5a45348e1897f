package io.weir.dsl.syntax;

import io.weir.dsl.syntax.TokenStream.GiveUp;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Parses rule files. A statement with a mistake is reported and left out; parsing goes on at the
 * next word that opens a statement at the start of a line.
 */
public final class Parser {

  /** The longest text that is looked at, in UTF-16 units. */
  public static final int MAX_LENGTH = 1 << 20;

  private final TokenStream tokens;
  private final StatementParser parser;
  private final List<Statement> statements = new ArrayList<>();

  private Parser(TokenStream tokens) {
    this.tokens = tokens;
    this.parser = new StatementParser(tokens);
  }

  /** Parses a whole file; never throws for any text. */
  public static SyntaxTree parse(String text, Problems problems) {
    if (text.length() > MAX_LENGTH) {
      problems.error(
          new Span(0, 0),
          "the file has " + text.length() + " characters (expected: at most " + MAX_LENGTH + ")");
      return new SyntaxTree(List.of(), Set.of());
    }
    Parser parser =
        new Parser(new TokenStream(Lexer.tokens(text, problems, Dialect.RULES), problems));
    parser.run();
    return new SyntaxTree(parser.statements, parser.parser.brokenNames());
  }

  private void run() {
    while (tokens.peek().kind() != TokenKind.END) {
      try {
        statements.add(parser.statement());
      } catch (GiveUp e) {
        skipToStatement();
      }
    }
  }

  private void skipToStatement() {
    while (tokens.peek().kind() != TokenKind.END && !StatementParser.mayOpen(tokens.peek())) {
      tokens.take();
    }
  }
}
