package io.weir.dsl.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands between two tokens: white space and comments.
 *
 * @param lineEnds behind the last comment
 */
record Gap(List<Comment> comments, int lineEnds) {

  /**
   * A comment.
   *
   * @param text without white space behind it
   * @param lineEnds between it and what stands before
   * @param toLineEnd whether nothing can follow it on its line
   */
  record Comment(String text, int lineEnds, boolean toLineEnd) {}

  Gap {
    comments = List.copyOf(comments);
  }

  /** Reads a piece of a text in which every comment is closed. */
  static Gap of(String text, int from, int to) {
    List<Comment> comments = new ArrayList<>();
    int lineEnds = 0;
    int at = from;
    while (at < to) {
      boolean line = text.startsWith("--", at);
      if (line || text.startsWith("/*", at)) {
        int behind = line ? lineEnd(text, at, to) : text.indexOf("*/", at + 2) + 2;
        comments.add(new Comment(text.substring(at, behind).stripTrailing(), lineEnds, line));
        lineEnds = 0;
        at = behind;
      } else {
        boolean pair = text.startsWith("\r\n", at);
        lineEnds += isLineEnd(text.charAt(at)) ? 1 : 0;
        at += pair ? 2 : 1;
      }
    }
    return new Gap(comments, lineEnds);
  }

  static boolean isLineEnd(int c) {
    return c == '\n' || c == '\r';
  }

  private static int lineEnd(String text, int start, int end) {
    int at = start;
    while (at < end && !isLineEnd(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
