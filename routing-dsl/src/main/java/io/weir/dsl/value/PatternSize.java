package io.weir.dsl.value;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Estimates how large a regular expression grows when its repetitions are written out, as RE2 does:
 * {@code ((a{1000}){1000}){1000}} would fill the memory. Never too small for a pattern that can be
 * compiled, but for the steps between parts that may be left out, which at most double it.
 */
final class PatternSize {

  /** Far above all limits and far below an overflow. */
  private static final long MAX = 1L << 40;

  /** A class of Unicode, such as {@code \pL}, is a table of some hundred ranges. */
  private static final long UNICODE_CLASS = 100;

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
        case '[' -> part(characterClass());
        case '\\' -> escape();
        default -> {
          at++;
          part(1);
        }
      }
    }
  }

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
      // Flags such as (?i).
      at = end + 1;
      noPart();
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

  /** What looks like a repetition may be text, so it counts as both. */
  private void repetition() {
    int start = at;
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
    group -= last;
    part(Math.min(MAX, repeated + at - start));
  }

  /** To behind the closing bracket; one that stands first is a member. */
  private long characterClass() {
    long size = 1;
    at++;
    at += text.startsWith("^", at) ? 1 : 0;
    at += text.startsWith("]", at) ? 1 : 0;
    while (at < text.length() && text.charAt(at) != ']') {
      if (text.charAt(at) == '\\') {
        size += isUnicodeClass() ? UNICODE_CLASS : 0;
        at += 2;
      } else if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
        at = text.indexOf(":]", at) + 2;
      } else {
        at++;
      }
    }
    at++;
    return size;
  }

  private boolean isUnicodeClass() {
    return text.startsWith("\\p", at) || text.startsWith("\\P", at);
  }

  /** A repetition behind it is about something before it, at most all that the group holds. */
  private void noPart() {
    last = group;
  }

  private void escape() {
    if (text.startsWith("\\Q", at)) {
      int end = text.indexOf("\\E", at);
      int to = end < 0 ? text.length() : end;
      group = Math.min(MAX, group + to - at);
      at = to + 2;
      noPart();
      return;
    }
    if (text.startsWith("\\E", at)) {
      at += 2;
      noPart();
      return;
    }
    long size = isUnicodeClass() ? UNICODE_CLASS : 1;
    boolean braced = at + 2 < text.length() && text.charAt(at + 2) == '{';
    int close = braced && "pPx".indexOf(text.charAt(at + 1)) >= 0 ? text.indexOf('}', at) : -1;
    at = close < 0 ? at + 2 : close + 1;
    part(size);
  }
}
