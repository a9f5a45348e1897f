package io.weir.dsl.syntax;

import io.weir.dsl.syntax.TokenStream.GiveUp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parses one statement after another. */
final class StatementParser {

  /** The words that open a statement. */
  static final List<String> WORDS =
      List.of("condition", "endpoint", "enrich", "fallback", "pattern", "route");

  private static final String STATEMENT =
      "'condition', 'endpoint', 'enrich', 'fallback', 'pattern' or 'route'";

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final Set<String> brokenNames = new HashSet<>();

  StatementParser(TokenStream tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens, Dialect.RULES);
  }

  /** The names of those that were given up, where others may refer to them. */
  Set<String> brokenNames() {
    return brokenNames;
  }

  Statement statement() throws GiveUp {
    Token first = tokens.peek();
    if (first.kind() != TokenKind.NAME) {
      throw tokens.unexpected(STATEMENT);
    }
    // Taken, or the search for the next statement would find a wrong word again.
    tokens.take();
    return switch (first.text().toLowerCase(Locale.ROOT)) {
      case "condition" -> condition(first);
      case "endpoint" -> endpoint(first);
      case "enrich" -> enrich(first);
      case "fallback" -> fallback(first);
      case "pattern" -> new PatternParser(tokens, this, expressions).pattern(first);
      case "route" -> route(first);
      default ->
          throw tokens.giveUp(
              first.span(),
              "found '"
                  + Shown.text(first.text())
                  + "' (expected: "
                  + STATEMENT
                  + ")"
                  + Nearest.hint(first.text(), WORDS));
    };
  }

  private Statement condition(Token word) throws GiveUp {
    Statement.Name name = tokens.expectName("the condition's name");
    try {
      tokens.expectSymbol("=", "'=' and a condition");
      Expression condition = expressions.parse();
      expectEnd("an operator");
      return new Statement.ConditionDeclaration(name, condition, tokens.since(word.span().start()));
    } catch (GiveUp e) {
      throw broken(name, e);
    }
  }

  private Statement endpoint(Token word) throws GiveUp {
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
      return new Statement.EndpointDeclaration(name, kind, options, span);
    } catch (GiveUp e) {
      throw broken(name, e);
    }
  }

  private GiveUp broken(Statement.Name name, GiveUp reason) {
    brokenNames.add(name.text().toLowerCase(Locale.ROOT));
    return reason;
  }

  private Statement.Option option() throws GiveUp {
    Statement.Name name = tokens.expectName("an option such as topic = 'alerts', or '}'");
    tokens.expectSymbol("=", "'='");
    return new Statement.Option(name, expressions.value());
  }

  private Statement route(Token word) throws GiveUp {
    Statement.Name name = tokens.expectName("the route's name");
    Statement.Name source = source();
    tokens.expectWord("where", "'where' and a condition; 'where true' takes every message");
    if (emptyCondition()) {
      throw tokens.giveUp(
          tokens.peek().span(),
          "the condition is empty (expected: a condition; 'true' takes every message)");
    }
    Expression condition = expressions.parse();
    tokens.expectWord("to", "an operator, or 'to' and the endpoints");
    List<Statement.Name> endpoints = endpoints();
    expectEnd("',' and another endpoint");
    return new Statement.RouteDeclaration(
        name, source, condition, endpoints, tokens.since(word.span().start()));
  }

  /** A name behind {@code to} cannot follow a property called {@code to}: it is the keyword. */
  private boolean emptyCondition() {
    return tokens.peek().word("to")
        && tokens.peek(1).kind() == TokenKind.NAME
        && !List.of("and", "or", "in", "not", "between", "like", "matches", "to")
            .contains(tokens.peek(1).text().toLowerCase(Locale.ROOT));
  }

  private Statement enrich(Token word) throws GiveUp {
    List<Statement.Name> endpoints = endpoints();
    tokens.expectWord("set", "',' and another endpoint, or 'set' and a property");
    List<Statement.Assignment> assignments = new ArrayList<>();
    do {
      Statement.Name key = key();
      tokens.expectSymbol("=", "'=' and the property's value");
      assignments.add(new Statement.Assignment(key, expressions.parse()));
    } while (tokens.takeSymbol(","));
    expectEnd("an operator, ',' and another property");
    return new Statement.EnrichDeclaration(
        endpoints, assignments, tokens.since(word.span().start()));
  }

  /** A property's name may begin with a digit or a dash; then it needs quotes. */
  private Statement.Name key() throws GiveUp {
    Token token = tokens.peek();
    if (token.kind() != TokenKind.TEXT) {
      return tokens.expectName("a property's name, such as set site = 'north'");
    }
    tokens.take();
    return new Statement.Name(token.text(), token.span());
  }

  private Statement fallback(Token word) throws GiveUp {
    Statement.Name value = tokens.expectName("'on' or 'off'");
    boolean on = value.text().equalsIgnoreCase("on");
    if (!on && !value.text().equalsIgnoreCase("off")) {
      throw tokens.giveUp(
          value.span(), "found '" + Shown.text(value.text()) + "' (expected: 'on' or 'off')");
    }
    return new Statement.Fallback(on, word.span().to(value.span()));
  }

  Statement.Name source() throws GiveUp {
    tokens.expectWord("from", "'from' and the source, such as from DeviceMessages");
    return tokens.expectName("a source such as DeviceMessages");
  }

  List<Statement.Name> endpoints() throws GiveUp {
    List<Statement.Name> endpoints = new ArrayList<>();
    do {
      endpoints.add(tokens.expectName("an endpoint's name"));
    } while (tokens.takeSymbol(","));
    return endpoints;
  }

  /**
   * Where a statement could go on, only another one may follow.
   *
   * @param orElse how it could go on
   */
  void expectEnd(String orElse) throws GiveUp {
    Token next = tokens.peek();
    if (next.kind() != TokenKind.END && WORDS.stream().noneMatch(next::word) && !mayOpen(next)) {
      throw tokens.unexpected(orElse + ", or " + STATEMENT);
    }
  }

  /** A mistyped statement deserves its own message, and costs no other one. */
  static boolean mayOpen(Token token) {
    return token.firstOnLine()
        && token.kind() == TokenKind.NAME
        && Nearest.to(token.text(), WORDS).isPresent();
  }
}
