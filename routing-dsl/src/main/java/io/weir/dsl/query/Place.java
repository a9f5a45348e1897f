package io.weir.dsl.query;

import io.weir.dsl.syntax.Problem;

/** Shows where in a query a mistake is. */
final class Place {

  /** Of the query's line around the place. */
  private static final int WIDTH = 100;

  private Place() {}

  /** The problem with line and column, the text around it, and carets below. */
  static String shown(String text, Problem problem) {
    int at = Math.min(problem.span().start(), text.length());
    int lineStart = Math.max(text.lastIndexOf('\n', at - 1) + 1, 0);
    int lineEnd = text.indexOf('\n', at);
    lineEnd = lineEnd < 0 ? text.length() : lineEnd;
    int line = 1 + (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
    int from = Math.max(lineStart, at - WIDTH / 2);
    int to = Math.min(lineEnd, from + WIDTH);
    int length = Math.max(1, Math.min(problem.span().end(), to) - at);
    StringBuilder shown = new StringBuilder();
    shown
        .append("line ")
        .append(line)
        .append(", column ")
        .append(at - lineStart + 1)
        .append(": ")
        .append(problem.message())
        .append('\n')
        .append(text.substring(from, to).replaceAll("\\p{Cntrl}", " "))
        .append('\n')
        .append(" ".repeat(at - from))
        .append("^".repeat(length));
    return shown.toString();
  }
}
