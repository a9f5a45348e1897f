package io.weir.dsl.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the path that follows {@code $body}, {@code $twin}, an element's name, or a query's first
 * name, without a space: {@code .a}, {@code [0]}, {@code ['a']}, in queries also {@code [[a]]}.
 */
final class PathLexer {

  /** More steps than any document has levels; Jackson itself stops at a thousand. */
  static final int MAX_STEPS = 100;

  private final Cursor cursor;
  private final Problems problems;
  private final Dialect dialect;
  private final List<PathStep> steps = new ArrayList<>();

  PathLexer(Cursor cursor, Problems problems, Dialect dialect) {
    this.cursor = cursor;
    this.problems = problems;
    this.dialect = dialect;
  }

  /** The steps of a name with dots in it. */
  static List<PathStep> members(String name) {
    return Stream.of(name.split("\\.")).<PathStep>map(PathStep.Member::new).toList();
  }

  /** The path that a string spells, such as {@code properties.reported.list[0]}. */
  static Optional<List<PathStep>> spelled(String text) {
    Problems problems = new Problems();
    Cursor cursor = new Cursor(text.startsWith("[") ? text : "." + text);
    List<PathStep> path = new PathLexer(cursor, problems, Dialect.RULES).path();
    boolean whole = cursor.atEnd() && !problems.hasErrors();
    return whole ? Optional.of(path) : Optional.empty();
  }

  /** The steps up to the first character that cannot go on a path, or to a reported mistake. */
  List<PathStep> path() {
    int start = cursor.position();
    while (true) {
      if (cursor.peek() == '.' && Characters.memberPart(cursor.peek(1))) {
        cursor.advance();
        member();
      } else if (dialect == Dialect.QUERY
          && (cursor.startsWith("[[") || cursor.startsWith(".[["))) {
        if (!escaped()) {
          return steps;
        }
      } else if (cursor.peek() == '[') {
        if (!bracket()) {
          return steps;
        }
      } else {
        break;
      }
    }
    if (steps.size() > MAX_STEPS) {
      problems.error(
          new Span(start, cursor.position()),
          "the path has " + steps.size() + " steps (expected: at most " + MAX_STEPS + ")");
    }
    return steps;
  }

  private void member() {
    int start = cursor.position();
    while (Characters.memberPart(cursor.peek())
        || (cursor.peek() == '-' && Characters.memberPart(cursor.peek(1)))) {
      cursor.advance();
    }
    steps.add(new PathStep.Member(cursor.since(start)));
  }

  /** {@code [[name]]}, for names of any characters (QRY-07). */
  private boolean escaped() {
    int start = cursor.position();
    cursor.advance(cursor.peek() == '.' ? 3 : 2);
    int from = cursor.position();
    if (!cursor.seek("]]")) {
      problems.error(
          new Span(start, Math.max(start + 1, cursor.position())),
          "the name is not closed (expected: ']]')");
      return false;
    }
    steps.add(new PathStep.Member(cursor.since(from)));
    cursor.advance(2);
    return true;
  }

  private boolean bracket() {
    int start = cursor.position();
    cursor.advance();
    int c = cursor.peek();
    if (c == '\'' || c == '"') {
      TextLexer.Result name = TextLexer.read(cursor);
      if (name.closed() && close()) {
        steps.add(new PathStep.Member(name.value()));
        return true;
      }
    } else if (Characters.digit(c)) {
      int from = cursor.position();
      while (Characters.digit(cursor.peek())) {
        cursor.advance();
      }
      String digits = cursor.since(from);
      if (digits.length() <= 9 && close()) {
        steps.add(new PathStep.Element(Integer.parseInt(digits)));
        return true;
      }
    }
    problems.error(
        new Span(start, Math.max(start + 1, cursor.position())),
        "the path breaks off at '"
            + Shown.text(cursor.since(start))
            + "' (expected: an index such as [0] or a quoted name such as ['a b'])");
    return false;
  }

  private boolean close() {
    if (cursor.peek() != ']') {
      return false;
    }
    cursor.advance();
    return true;
  }
}
