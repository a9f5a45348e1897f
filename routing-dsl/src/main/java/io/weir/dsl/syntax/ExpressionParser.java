package io.weir.dsl.syntax;

import io.weir.dsl.syntax.TokenStream.GiveUp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Parses conditions by precedence climbing over {@code ROUTE-02}'s table. */
final class ExpressionParser {

  /** So deep may parentheses, calls and operators before an operand nest. */
  static final int MAX_NESTING = 100;

  /** So high may the tree grow: one level for each operator of a chain such as a or b or c. */
  static final int MAX_HEIGHT = 500;

  /** Matching takes time in proportion to the pattern's length, in UTF-16 units. */
  static final int MAX_PATTERN = 512;

  private static final String OPERAND =
      "a value, such as a property's name, $body.path, a literal or '('";

  private static final String QUERY_OPERAND =
      "a value, such as a path like tags.floor, a literal or '('";

  private static final Set<String> LITERALS = Set.of("true", "false", "null", "undefined");

  private final TokenStream tokens;
  private final Dialect dialect;
  private int nesting;

  /** The height of the tree that was returned last. */
  private int height;

  ExpressionParser(TokenStream tokens, Dialect dialect) {
    this.tokens = tokens;
    this.dialect = dialect;
  }

  /** Parses as far as an expression reaches. */
  Expression parse() throws GiveUp {
    nesting = 0;
    return binary(1);
  }

  /** Parses a literal, or a number and its unit, where no operator is allowed. */
  Statement.Value value() throws GiveUp {
    nesting = 0;
    Expression literal =
        switch (tokens.peek().kind()) {
          case TEXT, NUMBER, NAME -> primary();
          case SYSTEM, BODY, SYMBOL, BROKEN, END -> throw tokens.unexpected("a string or a number");
        };
    boolean unit = literal instanceof Expression.Numeral && tokens.peek().kind() == TokenKind.NAME;
    return new Statement.Value(
        literal, unit ? Optional.of(tokens.expectName("a unit")) : Optional.empty());
  }

  private Expression binary(int lowest) throws GiveUp {
    // Operands know nothing of the parentheses around them; the tokens do.
    int start = tokens.peek().span().start();
    Expression left = unary();
    while (true) {
      int leftHeight = height;
      if (membershipNext() && BinaryOperator.LESS.precedence() >= lowest) {
        left = membership(left, start);
      } else if (likeNext() && BinaryOperator.LESS.precedence() >= lowest) {
        left = like(left, start);
      } else {
        Token token = tokens.peek();
        BinaryOperator operator = operator(token);
        if (operator == null || operator.precedence() < lowest) {
          return left;
        }
        tokens.take();
        Expression right = binary(operator.precedence() + 1);
        left = new Expression.Binary(operator, left, right, token.span(), tokens.since(start));
      }
      grow(Math.max(leftHeight, height), left.span());
    }
  }

  private static BinaryOperator operator(Token token) {
    if (token.kind() != TokenKind.SYMBOL && token.kind() != TokenKind.NAME) {
      return null;
    }
    return switch (token.text().toLowerCase(Locale.ROOT)) {
      case "??" -> BinaryOperator.COALESCE;
      case "or" -> BinaryOperator.OR;
      case "and" -> BinaryOperator.AND;
      case "=" -> BinaryOperator.EQUAL;
      case "!=", "<>" -> BinaryOperator.NOT_EQUAL;
      case "<" -> BinaryOperator.LESS;
      case "<=" -> BinaryOperator.LESS_OR_EQUAL;
      case ">" -> BinaryOperator.GREATER;
      case ">=" -> BinaryOperator.GREATER_OR_EQUAL;
      case "+" -> BinaryOperator.ADD;
      case "-" -> BinaryOperator.SUBTRACT;
      case "||" -> BinaryOperator.CONCAT;
      case "*" -> BinaryOperator.MULTIPLY;
      case "/" -> BinaryOperator.DIVIDE;
      case "%" -> BinaryOperator.REMAINDER;
      default -> null;
    };
  }

  private boolean membershipNext() {
    return tokens.peek().word("in")
        || (tokens.peek().word("not") && tokens.peek(1).word("in"))
        || (dialect == Dialect.QUERY && tokens.peek().word("nin"));
  }

  private boolean likeNext() {
    return dialect == Dialect.QUERY
        && (tokens.peek().word("like")
            || (tokens.peek().word("not") && tokens.peek(1).word("like")));
  }

  private Expression like(Expression value, int start) throws GiveUp {
    boolean negated = tokens.peek().word("not");
    if (negated) {
      tokens.take();
    }
    tokens.take();
    Span place = tokens.peek().span();
    String pattern = text("a pattern such as 'north%'");
    if (pattern.length() > MAX_PATTERN) {
      throw tokens.giveUp(
          place,
          "the pattern has "
              + pattern.length()
              + " characters (expected: at most "
              + MAX_PATTERN
              + ")");
    }
    String escape = "";
    if (tokens.peek().word("escape")) {
      tokens.take();
      Token token = tokens.peek();
      escape = text("one character");
      if (escape.length() != 1) {
        throw tokens.giveUp(token.span(), "the escape has not one character (expected: one)");
      }
    }
    return new Expression.Like(value, pattern, escape, negated, tokens.since(start));
  }

  private String text(String expected) throws GiveUp {
    if (tokens.peek().kind() != TokenKind.TEXT) {
      throw tokens.unexpected(expected);
    }
    return tokens.take().text();
  }

  private Expression membership(Expression value, int start) throws GiveUp {
    boolean negated = tokens.peek().word("not") || tokens.peek().word("nin");
    if (tokens.peek().word("not")) {
      tokens.take();
    }
    tokens.take();
    if (dialect == Dialect.QUERY && tokens.peek().kind() == TokenKind.BODY) {
      Token path = tokens.take();
      return new Expression.InArray(
          value, new Expression.Body(path.path(), path.span()), negated, tokens.since(start));
    }
    Token open = tokens.expectSymbol("[", "'[' and the values, such as in ['a', 'b']");
    enter(open.span());
    if (tokens.peek().symbol("]")) {
      throw tokens.giveUp(tokens.peek().span(), "the list is empty (expected: at least one value)");
    }
    List<Expression> candidates = new ArrayList<>();
    list(candidates, "]");
    nesting--;
    return new Expression.In(value, candidates, negated, tokens.since(start));
  }

  private Expression unary() throws GiveUp {
    Token token = tokens.peek();
    UnaryOperator operator =
        token.word("not") ? UnaryOperator.NOT : token.symbol("-") ? UnaryOperator.MINUS : null;
    if (operator == null) {
      return primary();
    }
    tokens.take();
    enter(token.span());
    // In queries, as in SQL, NOT is about the comparison behind it.
    boolean loose = operator == UnaryOperator.NOT && dialect == Dialect.QUERY;
    Expression operand = loose ? binary(BinaryOperator.AND.precedence() + 1) : unary();
    nesting--;
    Span span = tokens.since(token.span().start());
    grow(height, span);
    return new Expression.Unary(operator, operand, span);
  }

  private Expression primary() throws GiveUp {
    height = 1;
    Token token = tokens.peek();
    Span span = token.span();
    switch (token.kind()) {
      case TEXT -> {
        tokens.take();
        return new Expression.Text(token.text(), span);
      }
      case NUMBER -> {
        tokens.take();
        return new Expression.Numeral(Numerals.literal(token.text()), span);
      }
      case BODY -> {
        tokens.take();
        return new Expression.Body(token.path(), span);
      }
      case SYSTEM -> {
        if (dialect == Dialect.QUERY) {
          throw unexpectedOperand();
        }
        tokens.take();
        return new Expression.SystemRead(token.text(), false, span);
      }
      case NAME -> {
        return named();
      }
      case SYMBOL -> {
        if (token.text().equals("(")) {
          return parenthesized();
        }
        if (token.text().equals("{") && dialect == Dialect.RULES) {
          return braced();
        }
        if (token.text().equals("@") && dialect == Dialect.RULES) {
          return reference();
        }
        throw unexpectedOperand();
      }
      case BROKEN, END -> throw unexpectedOperand();
    }
    throw new IllegalStateException("token: " + token.kind() + " (expected: a known kind)");
  }

  private GiveUp unexpectedOperand() {
    return tokens.unexpected(dialect == Dialect.QUERY ? QUERY_OPERAND : OPERAND);
  }

  private Expression named() throws GiveUp {
    Token token = tokens.peek();
    boolean operator = token.word("and") || token.word("or");
    if (operator || (dialect == Dialect.QUERY && isReserved(token))) {
      throw unexpectedOperand();
    }
    tokens.take();
    if (tokens.peek().symbol("(")) {
      return call(token);
    }
    Span span = token.span();
    String literal =
        dialect == Dialect.QUERY ? token.text().toLowerCase(Locale.ROOT) : token.text();
    return switch (literal) {
      case "true" -> new Expression.Bool(true, span);
      case "false" -> new Expression.Bool(false, span);
      case "null" -> new Expression.Null(span);
      case "undefined" -> new Expression.Undefined(span);
      default -> new Expression.Property(token.text(), span);
    };
  }

  /** A word of the language that is no literal and no function. */
  private boolean isReserved(Token token) {
    return QueryWords.isKeyword(token.text())
        && !LITERALS.contains(token.text().toLowerCase(Locale.ROOT));
  }

  private Expression call(Token name) throws GiveUp {
    Token open = tokens.take();
    enter(open.span());
    List<Expression> arguments = new ArrayList<>();
    Token end;
    if (dialect == Dialect.QUERY
        && name.word("count")
        && tokens.peek().symbol("*")
        && tokens.peek(1).symbol(")")) {
      tokens.take();
    }
    if (tokens.peek().symbol(")")) {
      end = tokens.take();
      height = 1;
    } else {
      end = list(arguments, ")");
    }
    nesting--;
    Span span = name.span().to(end.span());
    grow(height, span);
    String function = dialect == Dialect.QUERY ? QueryWords.function(name.text()) : name.text();
    return new Expression.Call(function, name.span(), arguments, span);
  }

  /** Reads expressions up to and with the closing symbol; the height becomes their highest. */
  private Token list(List<Expression> into, String close) throws GiveUp {
    int highest = 1;
    do {
      into.add(binary(1));
      highest = Math.max(highest, height);
    } while (tokens.takeSymbol(","));
    height = highest;
    return tokens.expectSymbol(close, "',' or '" + close + "'");
  }

  private Expression parenthesized() throws GiveUp {
    Token open = tokens.take();
    enter(open.span());
    Expression inner = binary(1);
    nesting--;
    if (!tokens.peek().symbol(")") && tokens.peek().kind() != TokenKind.BROKEN) {
      throw tokens.giveUp(
          open.span(),
          "this '(' is not closed: found "
              + Shown.token(tokens.peek())
              + " (expected: ')' or an operator)");
    }
    tokens.expectSymbol(")", "')'");
    return inner;
  }

  /** The form in braces, which skips the application properties ({@code ROUTE-06}). */
  private Expression braced() throws GiveUp {
    Token open = tokens.take();
    Token token = tokens.peek();
    if (token.kind() != TokenKind.SYSTEM && token.kind() != TokenKind.BODY) {
      throw tokens.unexpected("a system property such as {$contentType}");
    }
    tokens.take();
    Span span = open.span().to(tokens.expectSymbol("}", "'}'").span());
    return token.kind() == TokenKind.BODY
        ? new Expression.Body(token.path(), span)
        : new Expression.SystemRead(token.text(), true, span);
  }

  private Expression reference() throws GiveUp {
    Token at = tokens.take();
    Statement.Name name = tokens.expectName("a condition's name");
    return new Expression.Named(name.text(), at.span().to(name.span()));
  }

  private void enter(Span span) throws GiveUp {
    nesting++;
    if (nesting > MAX_NESTING) {
      throw tokens.giveUp(
          span, "the condition nests deeper (expected: at most " + MAX_NESTING + " levels)");
    }
  }

  private void grow(int below, Span span) throws GiveUp {
    height = below + 1;
    if (height > MAX_HEIGHT) {
      throw tokens.giveUp(
          new Span(span.start(), span.start() + 1),
          "the condition chains more operators (expected: at most "
              + MAX_HEIGHT
              + "; a list such as in ['a', 'b'] may do)");
    }
  }
}
