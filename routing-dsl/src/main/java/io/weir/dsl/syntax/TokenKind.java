package io.weir.dsl.syntax;

/** The kinds of tokens. */
enum TokenKind {
  /** A name or a keyword; which one is the parser's to know. */
  NAME,
  /** {@code $name}. */
  SYSTEM,
  /** {@code $body} with its path. */
  BODY,
  /** {@code $twin} with its path. */
  TWIN,
  /** A name with an index or a quoted name behind it: an element, such as {@code x.list[0]}. */
  VARIABLE,
  /** A string; the token's text is its value. */
  TEXT,
  NUMBER,
  SYMBOL,
  /** What the lexer has already complained about; the parser stays silent about it. */
  BROKEN,
  END
}
