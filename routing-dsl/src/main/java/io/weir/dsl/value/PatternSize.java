package io.weir.dsl.value;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Estimates how large a regular expression grows when its repetitions are written out, as RE2 does:
 * {@code ((a{1000}){1000}){1000}} would fill the memory. Never too small for a pattern that can be
 * compiled.
 */
final class PatternSize {

  /** Far above all limits and far below an overflow. */
  private static final long MAX = 1L << 40;

  private final String text;
  private final Deque<Long> outer = new ArrayDeque<>();
  private int at;

  /** The size of what the open group holds, and of its last part, which a repetition is about. */
  private long group;

  private long last;

  private PatternSize(String text) {
    this.text = text;
  }

  static long of(String text) {
    PatternSize size = new PatternSize(text);
    size.run();
    return size.group + size.outer.stream().mapToLong(Long::longValue).sum();
  }

  private void run() {
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '(' -> open();
        case ')' -> {
          at++;
          last = group + 2;
          group = outer.isEmpty() ? last : Math.min(MAX, outer.pop() + last);
        }
        case '{' -> repetition();
        case '[' -> {
          characterClass();
          part(1);
        }
        case '\\' -> escape();
        default -> {
          at++;
          part(1);
        }
      }
    }
  }

  /** Flags such as {@code (?i)} are no part: a repetition behind them is about what was before. */
  private void open() {
    int end = at + 1;
    if (text.startsWith("(?", at)) {
      end++;
      while (end < text.length()
          && (Character.isLetter(text.charAt(end)) || text.charAt(end) == '-')) {
        end++;
      }
    }
    if (end > at + 1 && end < text.length() && text.charAt(end) == ')') {
      at = end + 1;
      return;
    }
    at++;
    outer.push(group);
    group = 0;
    last = 0;
  }

  private void part(long size) {
    last = size;
    group = Math.min(MAX, group + size);
  }

  /** What is no repetition but text counts as one, which makes the estimate larger at most. */
  private void repetition() {
    long count = 0;
    long highest = 1;
    at++;
    while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == ',')) {
      char c = text.charAt(at++);
      count = c == ',' ? 0 : Math.min(MAX, count * 10 + Character.digit(c, 10));
      highest = Math.max(highest, count);
    }
    at += text.startsWith("}", at) ? 1 : 0;
    long repeated = last > MAX / highest ? MAX : last * highest;
    group = Math.min(MAX, group - last + repeated + 1);
    last = repeated + 1;
  }

  /** To behind the closing bracket; one that stands first is a member. */
  private void characterClass() {
    at++;
    at += text.startsWith("^", at) ? 1 : 0;
    at += text.startsWith("]", at) ? 1 : 0;
    while (at < text.length() && text.charAt(at) != ']') {
      if (text.charAt(at) == '\\') {
        at += 2;
      } else if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
        at = text.indexOf(":]", at) + 2;
      } else {
        at++;
      }
    }
    at++;
  }

  private void escape() {
    if (text.startsWith("\\Q", at)) {
      int end = text.indexOf("\\E", at);
      int to = end < 0 ? text.length() : end;
      group = Math.min(MAX, group + to - at);
      last = 1;
      at = to + 2;
      return;
    }
    boolean braced = at + 2 < text.length() && text.charAt(at + 2) == '{';
    int close = braced && "pPx".indexOf(text.charAt(at + 1)) >= 0 ? text.indexOf('}', at) : -1;
    at = close < 0 ? at + 2 : close + 1;
    part(1);
  }
}
