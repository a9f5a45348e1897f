package io.weir.dsl.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts the text of a rule file into tokens; the last one is always {@link TokenKind#END}. */
final class Lexer {

  private static final List<String> SYMBOLS =
      List.of(
          "!=", "<>", "<=", ">=", "||", "??", "?", "@", "=>", "=", "<", ">", "+", "-", "*", "/",
          "%", "(", ")", "[", "]", "{", "}", ",", ":", ".");

  private final Cursor cursor;
  private final Problems problems;
  private final Dialect dialect;
  private final List<Token> tokens = new ArrayList<>();
  private boolean lineStart = true;

  private Lexer(String text, Problems problems, Dialect dialect) {
    this.cursor = new Cursor(text);
    this.problems = problems;
    this.dialect = dialect;
  }

  static List<Token> tokens(String text, Problems problems, Dialect dialect) {
    Lexer lexer = new Lexer(text, problems, dialect);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    skipBlank();
    while (!cursor.atEnd()) {
      next();
      lineStart = false;
      skipBlank();
    }
    add(TokenKind.END, dialect == Dialect.QUERY ? "the query" : "the file", cursor.position());
  }

  private void next() {
    int c = cursor.peek();
    if (Characters.nameStart(c)) {
      name();
    } else if (c == '$' && Characters.nameStart(cursor.peek(1))) {
      dollar();
    } else if (c == '\'' || c == '"') {
      text();
    } else if (Characters.digit(c) || (c == '.' && Characters.digit(cursor.peek(1)))) {
      number();
    } else {
      symbol();
    }
  }

  private void skipBlank() {
    while (!cursor.atEnd()) {
      int c = cursor.peek();
      if (Characters.space(c)) {
        lineStart |= c == '\n' || c == '\r';
        cursor.advance();
      } else if (lineComment()) {
        while (!cursor.atEnd() && cursor.peek() != '\n' && cursor.peek() != '\r') {
          cursor.advance();
        }
      } else if (cursor.startsWith("/*")) {
        blockComment();
      } else {
        return;
      }
    }
  }

  /** Two dashes with white space, or the text's edge, on both sides: {@code 5--3} is arithmetic. */
  private boolean lineComment() {
    return cursor.startsWith("--") && blank(cursor.peek(-1)) && blank(cursor.peek(2));
  }

  private static boolean blank(int c) {
    return c == Cursor.NONE || Characters.space(c);
  }

  private void blockComment() {
    int start = cursor.position();
    cursor.advance(2);
    if (cursor.seek("*/")) {
      cursor.advance(2);
    } else {
      problems.error(new Span(start, start + 2), "the comment is not closed (expected: '*/')");
    }
  }

  private void name() {
    int start = cursor.position();
    if (dialect == Dialect.QUERY) {
      path(start);
      return;
    }
    skipName();
    String name = cursor.since(start);
    // A list may follow its operator without a space; nothing else has a bracket right behind it.
    if (cursor.peek() == '[' && !name.equalsIgnoreCase("in")) {
      List<PathStep> steps = new ArrayList<>(PathLexer.members(name));
      steps.addAll(new PathLexer(cursor, problems, dialect).path());
      add(TokenKind.VARIABLE, start, steps);
    } else {
      add(TokenKind.NAME, name, start);
    }
  }

  /** A word of the query language, a function's name, or a path into the document. */
  private void path(int start) {
    while (Characters.namePart(cursor.peek())) {
      cursor.advance();
    }
    String word = cursor.since(start);
    if (QueryWords.isKeyword(word) || calledNext()) {
      add(TokenKind.NAME, word, start);
      return;
    }
    List<PathStep> steps = new ArrayList<>();
    steps.add(new PathStep.Member(word));
    steps.addAll(new PathLexer(cursor, problems, dialect).path());
    add(TokenKind.BODY, start, steps);
  }

  private boolean calledNext() {
    int ahead = 0;
    while (Characters.space(cursor.peek(ahead))) {
      ahead++;
    }
    return cursor.peek(ahead) == '(';
  }

  /** A dash or a dot belongs to the name when the name goes on right behind it. */
  private void skipName() {
    while (Characters.namePart(cursor.peek())
        || ((cursor.peek() == '-' || cursor.peek() == '.')
            && Characters.namePart(cursor.peek(1)))) {
      cursor.advance();
    }
  }

  private void dollar() {
    int start = cursor.position();
    cursor.advance();
    while (Characters.namePart(cursor.peek())) {
      cursor.advance();
    }
    String word = cursor.since(start + 1).toLowerCase(Locale.ROOT);
    boolean document = word.equals("body") || word.equals("twin");
    if (dialect == Dialect.RULES && document && cursor.peek() != '-') {
      TokenKind kind = word.equals("body") ? TokenKind.BODY : TokenKind.TWIN;
      add(kind, start, new PathLexer(cursor, problems, dialect).path());
      return;
    }
    skipName();
    add(TokenKind.SYSTEM, cursor.since(start + 1), start);
  }

  private void text() {
    int start = cursor.position();
    TextLexer.Result result = TextLexer.read(cursor);
    if (result.closed()) {
      add(TokenKind.TEXT, result.value(), start);
    } else {
      problems.error(
          new Span(start, cursor.position()),
          "the string is not closed (expected: "
              + (char) result.quote()
              + " before the end of the line)");
      add(TokenKind.BROKEN, cursor.since(start), start);
    }
  }

  private void number() {
    int start = cursor.position();
    if (cursor.peek() == '0' && (cursor.peek(1) == 'x' || cursor.peek(1) == 'X')) {
      cursor.advance(2);
      while (Characters.namePart(cursor.peek())) {
        cursor.advance();
      }
    } else {
      decimal();
    }
    String text = cursor.since(start);
    if (Numerals.valid(text)) {
      add(TokenKind.NUMBER, text, start);
    } else {
      problems.error(
          new Span(start, cursor.position()),
          "'" + Shown.text(text) + "' is not a number (expected: such as 80, 0x1F, 1.5 or 2e3)");
      add(TokenKind.BROKEN, text, start);
    }
  }

  /** Takes what looks like one number, so that {@code 12abc} gives one message, not two. */
  private void decimal() {
    while (Characters.namePart(cursor.peek())
        || cursor.peek() == '.'
        || ((cursor.peek() == '-' || cursor.peek() == '+')
            && (cursor.peek(-1) == 'e' || cursor.peek(-1) == 'E'))) {
      cursor.advance();
    }
  }

  private void symbol() {
    int start = cursor.position();
    for (String symbol : SYMBOLS) {
      if (cursor.startsWith(symbol)) {
        cursor.advance(symbol.length());
        add(TokenKind.SYMBOL, symbol, start);
        return;
      }
    }
    // A run of rubbish is one mistake.
    do {
      cursor.advance();
    } while (!cursor.atEnd() && rubbish(cursor.peek()));
    String text = cursor.since(start);
    problems.error(
        new Span(start, cursor.position()),
        "'" + Shown.text(text) + "' cannot stand here" + Shown.symbolHint(text));
    add(TokenKind.BROKEN, text, start);
  }

  private boolean rubbish(int c) {
    return !Characters.space(c)
        && !Characters.namePart(c)
        && c != '$'
        && c != '\''
        && c != '"'
        && SYMBOLS.stream().noneMatch(cursor::startsWith);
  }

  private void add(TokenKind kind, String text, int start) {
    tokens.add(new Token(kind, text, new Span(start, cursor.position()), lineStart, List.of()));
  }

  private void add(TokenKind kind, int start, List<PathStep> path) {
    Span span = new Span(start, cursor.position());
    tokens.add(new Token(kind, cursor.since(start), span, lineStart, path));
  }
}
