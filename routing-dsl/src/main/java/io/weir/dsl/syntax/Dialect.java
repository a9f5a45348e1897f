package io.weir.dsl.syntax;

/** Who writes the expression: rules about messages, or queries about documents. */
public enum Dialect {
  /** Bare names are application properties, {@code $body} is the message's document. */
  RULES,
  /** Bare names begin paths into the document that is asked about (QRY-01). */
  QUERY
}
