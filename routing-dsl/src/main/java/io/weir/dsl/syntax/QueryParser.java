package io.weir.dsl.syntax;

import io.weir.dsl.syntax.TokenStream.GiveUp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses queries; the expressions in them are those of rules, about documents. */
public final class QueryParser {

  /** QRY-01. */
  public static final int MAX_LENGTH = 8192;

  private final TokenStream tokens;
  private final ExpressionParser expressions;

  private QueryParser(String text, Problems problems) {
    this.tokens = new TokenStream(Lexer.tokens(text, problems, Dialect.QUERY), problems);
    this.expressions = new ExpressionParser(tokens, Dialect.QUERY);
  }

  /** Parses a whole query; empty when there is an error. Never throws for any text. */
  public static Optional<QueryTree> parse(String text, Problems problems) {
    return parsed(text, problems, QueryParser::query);
  }

  /** Parses the body of a {@code WHERE} (JOB-05). */
  public static Optional<Expression> condition(String text, Problems problems) {
    return parsed(text, problems, parser -> parser.expressions.parse());
  }

  private static <T> Optional<T> parsed(String text, Problems problems, Rule<T> rule) {
    if (text.length() > MAX_LENGTH) {
      problems.error(
          new Span(0, 0),
          "the query has " + text.length() + " characters (expected: at most " + MAX_LENGTH + ")");
      return Optional.empty();
    }
    QueryParser parser = new QueryParser(text, problems);
    try {
      T result = rule.parse(parser);
      if (parser.tokens.peek().kind() != TokenKind.END) {
        throw parser.tokens.unexpected("the end of the query");
      }
      return problems.hasErrors() ? Optional.empty() : Optional.of(result);
    } catch (GiveUp e) {
      if (!problems.hasErrors()) {
        problems.error(parser.tokens.peek().span(), "the query breaks off here");
      }
      return Optional.empty();
    }
  }

  @FunctionalInterface
  private interface Rule<T> {
    T parse(QueryParser parser) throws GiveUp;
  }

  private QueryTree query() throws GiveUp {
    boolean explain = takeWord("explain");
    tokens.expectWord("select", "'SELECT'");
    boolean distinct = takeWord("distinct");
    QueryTree.Top top = top();
    List<QueryTree.Item> items = items();
    tokens.expectWord("from", "',' or 'FROM'");
    Statement.Name from = from();
    Expression where = takeWord("where") ? expressions.parse() : null;
    List<Expression.Body> groupBy = new ArrayList<>();
    if (takeWord("group")) {
      tokens.expectWord("by", "'BY'");
      do {
        groupBy.add(path());
      } while (tokens.takeSymbol(","));
    }
    Expression having = takeWord("having") ? expressions.parse() : null;
    List<QueryTree.Ordering> orderBy = new ArrayList<>();
    if (takeWord("order")) {
      tokens.expectWord("by", "'BY'");
      do {
        Expression value = expressions.parse();
        boolean descending = takeWord("desc");
        if (!descending) {
          takeWord("asc");
        }
        orderBy.add(new QueryTree.Ordering(value, descending));
      } while (tokens.takeSymbol(","));
    }
    return new QueryTree(explain, distinct, top, items, from, where, groupBy, having, orderBy);
  }

  private QueryTree.Top top() throws GiveUp {
    if (!takeWord("top")) {
      return null;
    }
    if (tokens.peek().kind() != TokenKind.NUMBER) {
      throw tokens.unexpected("a number of rows");
    }
    Token number = tokens.take();
    return new QueryTree.Top(Numerals.literal(number.text()), number.span());
  }

  private List<QueryTree.Item> items() throws GiveUp {
    List<QueryTree.Item> items = new ArrayList<>();
    if (tokens.takeSymbol("*")) {
      return items;
    }
    do {
      Expression value = expressions.parse();
      items.add(new QueryTree.Item(value, takeWord("as") ? alias() : null));
    } while (tokens.takeSymbol(","));
    return items;
  }

  private Statement.Name alias() throws GiveUp {
    Token token = tokens.peek();
    boolean oneStep = token.kind() == TokenKind.BODY && token.path().size() == 1;
    if (!oneStep && token.kind() != TokenKind.NAME) {
      throw tokens.unexpected("a name for the value");
    }
    tokens.take();
    return new Statement.Name(token.text(), token.span());
  }

  private Statement.Name from() throws GiveUp {
    Token token = tokens.peek();
    if (token.kind() != TokenKind.BODY) {
      throw tokens.unexpected("'devices', 'devices.modules' or 'devices.jobs'");
    }
    tokens.take();
    return new Statement.Name(token.text(), token.span());
  }

  private Expression.Body path() throws GiveUp {
    Token token = tokens.peek();
    if (token.kind() != TokenKind.BODY) {
      throw tokens.unexpected("a path such as tags.floor");
    }
    tokens.take();
    return new Expression.Body(token.path(), token.span());
  }

  private boolean takeWord(String word) {
    boolean there = tokens.peek().word(word);
    if (there) {
      tokens.take();
    }
    return there;
  }
}
