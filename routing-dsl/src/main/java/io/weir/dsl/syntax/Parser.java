package io.weir.dsl.syntax;

import io.weir.dsl.syntax.TokenStream.GiveUp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Parses rule files. A statement with a mistake is reported and left out; parsing goes on at the
 * next word that opens a statement at the start of a line.
 */
public final class Parser {

  /** The longest text that is looked at, in UTF-16 units. */
  public static final int MAX_LENGTH = 1 << 20;

  private static final List<String> STATEMENTS =
      List.of("endpoint", "route", "fallback", "enrich", "pattern");
  private static final String STATEMENT = "'endpoint', 'route' or 'fallback'";

  private final TokenStream tokens;
  private final Problems problems;
  private final ExpressionParser expressions;
  private final List<Statement> statements = new ArrayList<>();
  private final Set<String> brokenNames = new HashSet<>();

  private Parser(TokenStream tokens, Problems problems) {
    this.tokens = tokens;
    this.problems = problems;
    this.expressions = new ExpressionParser(tokens, Dialect.RULES);
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
        new Parser(
            new TokenStream(Lexer.tokens(text, problems, Dialect.RULES), problems), problems);
    parser.run();
    return new SyntaxTree(parser.statements, parser.brokenNames);
  }

  private void run() {
    while (tokens.peek().kind() != TokenKind.END) {
      try {
        statement();
      } catch (GiveUp e) {
        skipToStatement();
      }
    }
  }

  private void statement() throws GiveUp {
    Token first = tokens.peek();
    if (first.kind() != TokenKind.NAME) {
      throw tokens.unexpected(STATEMENT);
    }
    switch (first.text().toLowerCase(Locale.ROOT)) {
      case "endpoint" -> endpoint();
      case "route" -> route();
      case "fallback" -> fallback();
      case "enrich", "pattern" -> unsupported();
      default -> {
        // Taken, or the search for the next statement would find it again.
        tokens.take();
        throw tokens.giveUp(
            first.span(),
            "found '"
                + Shown.text(first.text())
                + "' (expected: "
                + STATEMENT
                + ")"
                + Nearest.hint(first.text(), STATEMENTS));
      }
    }
  }

  private void unsupported() {
    Token word = tokens.take();
    problems.error(
        word.span(), "'" + word.text().toLowerCase(Locale.ROOT) + "' is not supported yet");
    skipToStatement();
  }

  private void skipToStatement() {
    while (tokens.peek().kind() != TokenKind.END && !mayOpenStatement(tokens.peek())) {
      tokens.take();
    }
  }

  /** A mistyped statement behind a broken one deserves its own message. */
  private static boolean mayOpenStatement(Token token) {
    return token.firstOnLine()
        && token.kind() == TokenKind.NAME
        && Nearest.to(token.text(), STATEMENTS).isPresent();
  }

  private static boolean opensStatement(Token token) {
    return token.firstOnLine() && STATEMENTS.stream().anyMatch(token::word);
  }

  private void endpoint() throws GiveUp {
    Token word = tokens.take();
    Statement.Name name = tokens.expectName("the endpoint's name");
    try {
      Statement.Name kind = tokens.expectName("the endpoint's kind, such as kafka");
      tokens.expectSymbol("{", "'{' and the endpoint's options");
      List<Statement.Option> options = new ArrayList<>();
      while (!tokens.peek().symbol("}")) {
        options.add(option());
        if (!tokens.takeSymbol(",") && !tokens.peek().symbol("}")) {
          throw tokens.unexpected("',' or '}'");
        }
      }
      Span span = word.span().to(tokens.take().span());
      statements.add(new Statement.EndpointDeclaration(name, kind, options, span));
    } catch (GiveUp e) {
      brokenNames.add(name.text().toLowerCase(Locale.ROOT));
      throw e;
    }
  }

  private Statement.Option option() throws GiveUp {
    Statement.Name name = tokens.expectName("an option such as topic = 'alerts', or '}'");
    tokens.expectSymbol("=", "'='");
    Expression value = expressions.literal();
    boolean unit = value instanceof Expression.Numeral && tokens.peek().kind() == TokenKind.NAME;
    return new Statement.Option(
        name, value, unit ? Optional.of(tokens.expectName("a unit")) : Optional.empty());
  }

  private void route() throws GiveUp {
    Token word = tokens.take();
    Statement.Name name = tokens.expectName("the route's name");
    tokens.expectWord("from", "'from' and the source, such as from DeviceMessages");
    Statement.Name source = tokens.expectName("a source such as DeviceMessages");
    tokens.expectWord("where", "'where' and a condition; 'where true' takes every message");
    if (emptyCondition()) {
      throw tokens.giveUp(
          tokens.peek().span(),
          "the condition is empty (expected: a condition; 'true' takes every message)");
    }
    Expression condition = expressions.parse();
    tokens.expectWord("to", "an operator, or 'to' and the endpoints");
    List<Statement.Name> endpoints = new ArrayList<>();
    do {
      endpoints.add(tokens.expectName("an endpoint's name"));
    } while (tokens.takeSymbol(","));
    if (tokens.peek().kind() != TokenKind.END && !opensStatement(tokens.peek())) {
      boolean statement = STATEMENTS.stream().anyMatch(tokens.peek()::word);
      if (!statement) {
        throw tokens.unexpected("',' and another endpoint, or " + STATEMENT);
      }
    }
    Span span = word.span().to(endpoints.get(endpoints.size() - 1).span());
    statements.add(new Statement.RouteDeclaration(name, source, condition, endpoints, span));
  }

  /** A name behind {@code to} cannot follow a property called {@code to}: it is the keyword. */
  private boolean emptyCondition() {
    return tokens.peek().word("to")
        && tokens.peek(1).kind() == TokenKind.NAME
        && !List.of("and", "or", "in", "not", "between", "like", "matches", "to")
            .contains(tokens.peek(1).text().toLowerCase(Locale.ROOT));
  }

  private void fallback() throws GiveUp {
    Token word = tokens.take();
    Statement.Name value = tokens.expectName("'on' or 'off'");
    boolean on = value.text().equalsIgnoreCase("on");
    if (!on && !value.text().equalsIgnoreCase("off")) {
      throw tokens.giveUp(
          value.span(), "found '" + Shown.text(value.text()) + "' (expected: 'on' or 'off')");
    }
    statements.add(new Statement.Fallback(on, word.span().to(value.span())));
  }
}
