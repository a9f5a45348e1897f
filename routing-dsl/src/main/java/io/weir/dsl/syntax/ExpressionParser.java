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

  /** The operators that no element can be called after. */
  private static final Set<String> OPERATORS = Set.of("and", "or", "not", "in");

  /** The operators that are words and stand behind a value. */
  private static final Set<String> INFIX = Set.of("and", "or", "in", "between", "like", "matches");

  /** The words that end an operand within {@code case}. */
  private static final Set<String> CASE = Set.of("when", "then", "else", "end");

  private final TokenStream tokens;
  private final Dialect dialect;

  /** The elements' names in force, from the outermost. */
  private final List<String> variables = new ArrayList<>();

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
    variables.clear();
    return binary(1);
  }

  /** Parses what may stand for a value where no operator is allowed. */
  Expression literal() throws GiveUp {
    return switch (tokens.peek().kind()) {
      case TEXT, NUMBER, NAME -> primary();
      case SYSTEM, BODY, TWIN, VARIABLE, SYMBOL, BROKEN, END ->
          throw tokens.unexpected("a string or a number");
    };
  }

  private Expression binary(int lowest) throws GiveUp {
    // Operands know nothing of the parentheses around them; the tokens do.
    int start = tokens.peek().span().start();
    Expression left = unary();
    while (true) {
      int leftHeight = height;
      Test test = BinaryOperator.LESS.precedence() >= lowest ? test() : null;
      if (test != null) {
        left = test.of(left, takeNegation(), start);
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

  /** What stands behind a value and is a word with operands of its own. */
  @FunctionalInterface
  private interface Test {
    /** Parses what follows the value. */
    Expression of(Expression value, boolean negated, int start) throws GiveUp;
  }

  /** The test that comes next, with or without a {@code not}; null when there is none. */
  private Test test() {
    Token word = tokens.peek().word("not") ? tokens.peek(1) : tokens.peek();
    if (word.word("in") || (dialect == Dialect.QUERY && tokens.peek().word("nin"))) {
      return this::membership;
    }
    if (word.word("like")) {
      return this::like;
    }
    if (dialect == Dialect.RULES && word.word("between")) {
      return this::between;
    }
    return dialect == Dialect.RULES && word.word("matches") ? this::matches : null;
  }

  /** Takes the test's words; true when they negate it. */
  private boolean takeNegation() {
    Token first = tokens.take();
    if (first.word("not")) {
      tokens.take();
    }
    return first.word("not") || first.word("nin");
  }

  private Expression between(Expression value, boolean negated, int start) throws GiveUp {
    Expression low = binary(BinaryOperator.ADD.precedence());
    int highest = height;
    tokens.expectWord("and", "an operator, or 'and' and the upper bound");
    Expression high = binary(BinaryOperator.ADD.precedence());
    height = Math.max(highest, height);
    return new Expression.Between(value, low, high, negated, tokens.since(start));
  }

  private Expression like(Expression value, boolean negated, int start) throws GiveUp {
    String pattern = pattern("a pattern such as 'north%'").text();
    String escape = "";
    if (tokens.peek().word("escape")) {
      tokens.take();
      Token token = text("one character");
      escape = token.text();
      if (escape.length() != 1) {
        throw tokens.giveUp(token.span(), "the escape has not one character (expected: one)");
      }
    }
    return new Expression.Like(value, pattern, escape, negated, tokens.since(start));
  }

  private Expression matches(Expression value, boolean negated, int start) throws GiveUp {
    Token pattern = pattern("a regular expression such as '^pump-[0-9]+$'");
    return new Expression.Matches(
        value, pattern.text(), pattern.span(), negated, tokens.since(start));
  }

  private Token pattern(String expected) throws GiveUp {
    Token pattern = text(expected);
    if (pattern.text().length() > MAX_PATTERN) {
      throw tokens.giveUp(
          pattern.span(),
          "the pattern has "
              + pattern.text().length()
              + " characters (expected: at most "
              + MAX_PATTERN
              + ")");
    }
    return pattern;
  }

  private Token text(String expected) throws GiveUp {
    if (tokens.peek().kind() != TokenKind.TEXT) {
      throw tokens.unexpected(expected);
    }
    return tokens.take();
  }

  private Expression membership(Expression value, boolean negated, int start) throws GiveUp {
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
      case TWIN -> {
        tokens.take();
        return new Expression.Twin(token.path(), span);
      }
      case VARIABLE -> {
        return element();
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
    if (caseNext()) {
      return cases();
    }
    tokens.take();
    if (tokens.peek().symbol("(")) {
      return call(token);
    }
    Span span = token.span();
    List<PathStep> path = PathLexer.members(token.text());
    int depth = depth(path);
    if (depth >= 0) {
      return variable(token, depth, path);
    }
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

  /** An element's name with a path that only an element can have. */
  private Expression element() throws GiveUp {
    Token token = tokens.peek();
    int depth = depth(token.path());
    if (depth < 0) {
      throw tokens.giveUp(
          token.span(),
          "'"
              + Shown.text(token.text())
              + "' is a path, but nothing is called so (expected: such as $body.list[0])");
    }
    tokens.take();
    return variable(token, depth, token.path());
  }

  private static Expression variable(Token token, int depth, List<PathStep> path) {
    String name = ((PathStep.Member) path.get(0)).name();
    return new Expression.Variable(name, depth, path.subList(1, path.size()), token.span());
  }

  /** How many quantifiers enclose that of the path's first name; -1 when it is no variable. */
  private int depth(List<PathStep> path) {
    int depth = variables.size() - 1;
    while (depth >= 0
        && !(path.get(0) instanceof PathStep.Member first
            && first.name().equalsIgnoreCase(variables.get(depth)))) {
      depth--;
    }
    return depth;
  }

  /**
   * Whether {@code case} opens a choice here. It is a property's name where what follows cannot be
   * the subject of one: no value ever stands right behind a property.
   */
  private boolean caseNext() {
    if (dialect != Dialect.RULES || !tokens.peek().word("case")) {
      return false;
    }
    Token next = tokens.peek(1);
    return switch (next.kind()) {
      case TEXT, NUMBER, SYSTEM, BODY, TWIN, VARIABLE -> true;
      case SYMBOL -> next.symbol("(") || next.symbol("{");
      case NAME -> next.word("when") || subjectNext();
      case BROKEN, END -> false;
    };
  }

  /** A name behind {@code case} is its subject when the text goes on as an expression does. */
  private boolean subjectNext() {
    Token name = tokens.peek(1);
    Token behind = tokens.peek(2);
    if (name.word("not")) {
      return !goesOn(behind);
    }
    boolean ends = oneOf(name, CASE) || goesOn(name);
    return !ends && (behind.kind() == TokenKind.SYMBOL || behind.word("when") || goesOn(behind));
  }

  private static boolean goesOn(Token token) {
    return oneOf(token, INFIX) || token.word("not");
  }

  private static boolean oneOf(Token token, Set<String> words) {
    return token.kind() == TokenKind.NAME && words.contains(token.text().toLowerCase(Locale.ROOT));
  }

  private Expression cases() throws GiveUp {
    Token word = tokens.take();
    enter(word.span());
    int highest = 1;
    Optional<Expression> subject = Optional.empty();
    if (!tokens.peek().word("when")) {
      subject = Optional.of(binary(1));
      highest = Math.max(highest, height);
    }
    List<Expression.Branch> branches = new ArrayList<>();
    do {
      tokens.expectWord(
          "when", "'when' and what decides, such as case when level = 'a' then 1 end");
      Expression condition = binary(1);
      highest = Math.max(highest, height);
      tokens.expectWord("then", "an operator, or 'then' and a value");
      branches.add(new Expression.Branch(condition, binary(1)));
      highest = Math.max(highest, height);
    } while (tokens.peek().word("when"));
    Optional<Expression> otherwise = Optional.empty();
    if (tokens.peek().word("else")) {
      tokens.take();
      otherwise = Optional.of(binary(1));
      highest = Math.max(highest, height);
    }
    String expected = otherwise.isPresent() ? "'end'" : "'when', 'else' or 'end'";
    Token end = tokens.expectWord("end", "an operator, or " + expected);
    nesting--;
    Span span = word.span().to(end.span());
    grow(highest, span);
    return new Expression.Case(subject, branches, otherwise, span);
  }

  private Expression call(Token name) throws GiveUp {
    Optional<Quantifier> quantifier = Quantifier.named(name.text());
    if (dialect == Dialect.RULES && quantifier.isPresent()) {
      return quantified(name, quantifier.get());
    }
    if (dialect == Dialect.RULES && name.word("twin_change_includes")) {
      return twinChange(name);
    }
    return function(name);
  }

  private Expression quantified(Token name, Quantifier quantifier) throws GiveUp {
    Token open = tokens.take();
    enter(open.span());
    Expression array = binary(1);
    int highest = height;
    tokens.expectSymbol(",", "',' and a test of each element, such as x => x > 5");
    String variable = variable();
    tokens.expectSymbol("=>", "'=>' and a test, such as x => x > 5");
    variables.add(variable);
    Expression test = binary(1);
    highest = Math.max(highest, height);
    variables.remove(variables.size() - 1);
    Token end = tokens.expectSymbol(")", "an operator, or ')'");
    nesting--;
    Span span = name.span().to(end.span());
    grow(highest, span);
    return new Expression.Quantified(quantifier, variables.size(), array, variable, test, span);
  }

  /** A word that means nothing else where a value stands. */
  private String variable() throws GiveUp {
    Token token = tokens.peek();
    boolean free =
        token.kind() == TokenKind.NAME
            && token.text().codePoints().allMatch(Characters::namePart)
            && !LITERALS.contains(token.text())
            && !oneOf(token, OPERATORS);
    if (!free) {
      throw tokens.unexpected("an element's name and a test, such as x => x > 5");
    }
    return tokens.take().text();
  }

  private Expression twinChange(Token name) throws GiveUp {
    tokens.take();
    String expected = "a path of the twin, such as tags.floor or 'properties.reported.a b'";
    Token token = tokens.peek();
    Optional<List<PathStep>> path =
        switch (token.kind()) {
          case NAME -> Optional.of(PathLexer.members(token.text()));
          case VARIABLE -> Optional.of(token.path());
          case TEXT -> PathLexer.spelled(token.text());
          case SYSTEM, BODY, TWIN, NUMBER, SYMBOL, BROKEN, END -> Optional.empty();
        };
    if (path.isEmpty()) {
      throw tokens.unexpected(expected);
    }
    tokens.take();
    Token end = tokens.expectSymbol(")", "')'");
    height = 1;
    return new Expression.TwinChange(path.get(), name.span().to(end.span()));
  }

  private Expression function(Token name) throws GiveUp {
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
    boolean document = token.kind() == TokenKind.BODY || token.kind() == TokenKind.TWIN;
    if (token.kind() != TokenKind.SYSTEM && !document) {
      throw tokens.unexpected("a system property such as {$contentType}");
    }
    tokens.take();
    Span span = open.span().to(tokens.expectSymbol("}", "'}'").span());
    if (!document) {
      return new Expression.SystemRead(token.text(), true, span);
    }
    return token.kind() == TokenKind.BODY
        ? new Expression.Body(token.path(), span)
        : new Expression.Twin(token.path(), span);
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
