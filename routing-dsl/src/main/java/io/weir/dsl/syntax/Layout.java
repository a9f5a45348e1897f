package io.weir.dsl.syntax;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the lines of one statement begin, in the one format that there is. */
final class Layout {

  /**
   * A line.
   *
   * @param indent of its first token
   * @param hanging the indent of the lines on which it goes on
   */
  record Line(int indent, int hanging) {}

  private static final int CLAUSE = 2;
  private static final int OPTION = 2;

  private final String text;
  private final List<Token> tokens;

  /** By the offset of the first token. */
  private final Map<Integer, Line> lines = new HashMap<>();

  /** The offsets of tokens that stand right behind the one before. */
  private final Set<Integer> tight = new HashSet<>();

  private final boolean keepsLineEnds;

  private Layout(String text, List<Token> tokens, Statement statement) {
    this.text = text;
    this.tokens = tokens;
    this.keepsLineEnds = !(statement instanceof Statement.EndpointDeclaration);
    lines.put(statement.span().start(), new Line(0, CLAUSE));
  }

  /**
   * @param tokens those of the statement
   */
  static Layout of(String text, List<Token> tokens, Statement statement) {
    Layout layout = new Layout(text, tokens, statement);
    if (statement instanceof Statement.EndpointDeclaration endpoint) {
      layout.endpoint(endpoint);
    } else if (statement instanceof Statement.RouteDeclaration route) {
      layout.clauseBefore(route.source().span());
      layout.clause(layout.indexOf(route.source().span()) + 1);
      layout.clauseBefore(route.endpoints().get(0).span());
    } else if (statement instanceof Statement.EnrichDeclaration enrich) {
      layout.clauseBefore(enrich.assignments().get(0).key().span());
    } else if (statement instanceof Statement.PatternDeclaration pattern) {
      layout.pattern(pattern);
    }
    return layout;
  }

  /** The line that begins with the token. */
  Optional<Line> lineAt(Token token) {
    return Optional.ofNullable(lines.get(token.span().start()));
  }

  /** Whether lines may go on where their writer wanted it, too. */
  boolean keepsLineEnds() {
    return keepsLineEnds;
  }

  /** Whether nothing stands between the token and the one before. */
  boolean isTight(Token token) {
    return tight.contains(token.span().start());
  }

  /** Options stand on one line, or on one line each. */
  private void endpoint(Statement.EndpointDeclaration endpoint) {
    Token open = tokens.get(indexOf(endpoint.kind().span()) + 1);
    Token close = tokens.get(tokens.size() - 1);
    boolean one =
        text.substring(open.span().end(), close.span().start()).chars().noneMatch(Gap::isLineEnd);
    if (!one) {
      endpoint
          .options()
          .forEach(
              option -> lines.put(option.name().span().start(), new Line(OPTION, OPTION + OPTION)));
      lines.put(close.span().start(), new Line(0, 0));
    }
  }

  private void pattern(Statement.PatternDeclaration pattern) {
    clauseBefore(pattern.source().span());
    clauseBefore(pattern.steps().get(0).span());
    pattern.steps().forEach(this::step);
    List<Statement.StepCondition> conditions = pattern.conditions();
    int where = indexOf(conditions.get(0).step().span()) - 1;
    int indent = CLAUSE + width(tokens.get(where));
    conditions.forEach(
        one -> lines.put(one.step().span().start(), new Line(indent, indent + CLAUSE)));
    // The first one stands behind its keyword.
    lines.remove(conditions.get(0).step().span().start());
    lines.put(tokens.get(where).span().start(), new Line(CLAUSE, indent + CLAUSE));
    clauseBefore(pattern.key().span());
    clauseBefore(pattern.endpoints().get(0).span());
  }

  /** A step and how often it must match are one word. */
  private void step(Statement.Step step) {
    int next = indexOf(step.span()) + 1;
    while (tokens.get(next).span().start() < step.span().end()) {
      tight.add(tokens.get(next).span().start());
      next++;
    }
  }

  /** The keyword before that, parentheses aside, begins a clause. */
  private void clauseBefore(Span span) {
    int keyword = indexOf(span) - 1;
    while (tokens.get(keyword).symbol("(")) {
      keyword--;
    }
    clause(keyword);
  }

  private void clause(int keyword) {
    Token token = tokens.get(keyword);
    lines.put(token.span().start(), new Line(CLAUSE, CLAUSE + width(token)));
  }

  private static int width(Token keyword) {
    return keyword.span().length() + 1;
  }

  private int indexOf(Span span) {
    int low = 0;
    int high = tokens.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tokens.get(middle).span().start() < span.start()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
