package io.weir.dsl.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * Prints rule files in the one format. Tokens and comments stay as they were written; only the
 * white space between them changes.
 */
public final class Formatter {

  private final String text;
  private final List<Statement> statements;

  /** One for each statement. */
  private final List<String> printed = new ArrayList<>();

  /** Those before each statement, and the one behind the last. */
  private final List<Gap> gaps = new ArrayList<>();

  private final StringBuilder out = new StringBuilder();

  private Formatter(String text, SyntaxTree tree) {
    this.text = text;
    this.statements = tree.statements();
    print(Lexer.tokens(text, new Problems(), Dialect.RULES));
    align();
    join();
  }

  /**
   * Formats a file.
   *
   * @param tree the text's, parsed without an error
   */
  public static String format(String text, SyntaxTree tree) {
    return new Formatter(text, tree).out.toString();
  }

  private void print(List<Token> tokens) {
    int first = 0;
    int behind = 0;
    for (Statement statement : statements) {
      gaps.add(Gap.of(text, behind, statement.span().start()));
      behind = statement.span().end();
      int next = first;
      while (tokens.get(next).kind() != TokenKind.END && tokens.get(next).span().start() < behind) {
        next++;
      }
      printed.add(StatementPrinter.print(text, tokens.subList(first, next), statement));
      first = next;
    }
    gaps.add(Gap.of(text, behind, text.length()));
  }

  /** Endpoints on lines that follow on each other stand in columns. */
  private void align() {
    int from = 0;
    while (from < printed.size()) {
      int to = from + 1;
      if (isRow(from)) {
        while (to < printed.size() && isRow(to) && isNextLine(gaps.get(to))) {
          to++;
        }
        align(from, to);
      }
      from = to;
    }
  }

  private void align(int from, int to) {
    int names = 0;
    int kinds = 0;
    for (int i = from; i < to; i++) {
      names = Math.max(names, endpoint(i).name().span().length());
      kinds = Math.max(kinds, endpoint(i).kind().span().length());
    }
    for (int i = from; i < to; i++) {
      String row = printed.get(i);
      Statement.EndpointDeclaration endpoint = endpoint(i);
      int name = row.indexOf(' ') + 1;
      int behindName = name + endpoint.name().span().length();
      int behindKind = behindName + 1 + endpoint.kind().span().length();
      printed.set(
          i,
          row.substring(0, behindName)
              + " ".repeat(names - endpoint.name().span().length())
              + row.substring(behindName, behindKind)
              + " ".repeat(kinds - endpoint.kind().span().length())
              + row.substring(behindKind));
    }
  }

  /** An endpoint on one line, without a comment before its options. */
  private boolean isRow(int index) {
    return statements.get(index) instanceof Statement.EndpointDeclaration endpoint
        && !isLong(index)
        && printed.get(index).startsWith(" " + head(endpoint), printed.get(index).indexOf(' '));
  }

  private static String head(Statement.EndpointDeclaration endpoint) {
    return endpoint.name().text() + " " + endpoint.kind().text() + " {";
  }

  private Statement.EndpointDeclaration endpoint(int index) {
    return (Statement.EndpointDeclaration) statements.get(index);
  }

  private static boolean isNextLine(Gap gap) {
    return gap.lineEnds() < 2
        && gap.comments().stream().allMatch(comment -> comment.lineEnds() == 0);
  }

  private boolean isLong(int index) {
    return printed.get(index).indexOf('\n') >= 0;
  }

  private void join() {
    for (int i = 0; i < printed.size(); i++) {
      boolean apart = i > 0 && (isLong(i - 1) || isLong(i));
      boolean own = comments(gaps.get(i), apart);
      lineEnd(gaps.get(i).lineEnds() > 1 || (apart && !own));
      out.append(printed.get(i));
    }
    int last = printed.size();
    var unused = comments(gaps.get(last), last > 0 && isLong(last - 1));
    lineEnd(false);
  }

  /**
   * Prints the comments between two statements.
   *
   * @param apart whether a blank line must stand between the two
   * @return whether one stands on a line of its own
   */
  private boolean comments(Gap gap, boolean apart) {
    boolean own = false;
    for (Gap.Comment comment : gap.comments()) {
      if (comment.lineEnds() > 0 || out.isEmpty()) {
        lineEnd(comment.lineEnds() > 1 || (apart && !own));
        own = true;
      } else {
        out.append(comment.toLineEnd() ? "  " : " ");
      }
      out.append(comment.text());
    }
    return own;
  }

  /** Nothing at the start of the file. */
  private void lineEnd(boolean blank) {
    if (!out.isEmpty()) {
      out.append(blank ? "\n\n" : "\n");
    }
  }
}
