package io.weir.dsl.syntax;

/** A position in a text that can look ahead without falling off its end. */
final class Cursor {

  /** What stands behind the end; no character has it. */
  static final int NONE = -1;

  private final String text;
  private int position;

  Cursor(String text) {
    this.text = text;
  }

  int position() {
    return position;
  }

  boolean atEnd() {
    return position >= text.length();
  }

  /** The UTF-16 unit there, or {@link #NONE}. */
  int peek() {
    return peek(0);
  }

  int peek(int ahead) {
    int at = position + ahead;
    return at >= 0 && at < text.length() ? text.charAt(at) : NONE;
  }

  void advance() {
    advance(1);
  }

  void advance(int count) {
    position = Math.min(text.length(), position + count);
  }

  boolean startsWith(String prefix) {
    return text.startsWith(prefix, position);
  }

  /** Moves to the next occurrence, or to the end when there is none. */
  boolean seek(String wanted) {
    int at = text.indexOf(wanted, position);
    position = at < 0 ? text.length() : at;
    return at >= 0;
  }

  String since(int start) {
    return text.substring(start, position);
  }
}
