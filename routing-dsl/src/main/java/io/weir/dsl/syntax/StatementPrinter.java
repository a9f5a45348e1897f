package io.weir.dsl.syntax;

import java.util.List;
import java.util.Optional;

/** Prints one statement in the one format, with the comments inside of it. */
final class StatementPrinter {

  private final String text;
  private final List<Token> tokens;
  private final Layout layout;
  private final Spacing spacing;
  private final StringBuilder out = new StringBuilder();

  private StatementPrinter(String text, List<Token> tokens, Statement statement) {
    this.text = text;
    this.tokens = tokens;
    this.layout = Layout.of(text, tokens, statement);
    this.spacing = new Spacing(tokens);
    print();
  }

  /**
   * The statement without a line end behind it.
   *
   * @param tokens those of the statement
   */
  static String print(String text, List<Token> tokens, Statement statement) {
    return new StatementPrinter(text, tokens, statement).out.toString();
  }

  private void print() {
    out.append(written(tokens.get(0)));
    Layout.Line line = layout.lineAt(tokens.get(0)).orElseThrow();
    boolean atStart = true;
    for (int i = 1; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      Gap gap = Gap.of(text, tokens.get(i - 1).span().end(), token.span().start());
      Optional<Layout.Line> next = layout.lineAt(token);
      int indent = next.map(Layout.Line::indent).orElse(line.hanging());
      boolean commented = !gap.comments().isEmpty();
      boolean space = commented || (!layout.isTight(token) && spacing.before(i));
      boolean wanted = layout.keepsLineEnds() && !atStart && gap.lineEnds() > 0;
      boolean needed = comments(gap, indent);
      if (next.isPresent() || needed || (wanted && space)) {
        lineEnd(indent);
      } else if (space) {
        out.append(' ');
      }
      out.append(written(token));
      line = next.orElse(line);
      atStart = next.isPresent();
    }
  }

  /** Whether nothing can follow on the line. */
  private boolean comments(Gap gap, int indent) {
    boolean ended = false;
    for (Gap.Comment comment : gap.comments()) {
      if (comment.lineEnds() > 0) {
        lineEnd(indent);
      } else {
        out.append(comment.toLineEnd() ? "  " : " ");
      }
      out.append(comment.text());
      ended = comment.toLineEnd();
    }
    return ended;
  }

  private void lineEnd(int indent) {
    out.append('\n').append(" ".repeat(indent));
  }

  private String written(Token token) {
    return text.substring(token.span().start(), token.span().end());
  }
}
