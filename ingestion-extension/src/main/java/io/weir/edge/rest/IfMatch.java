package io.weir.edge.rest;

import java.util.Optional;

/** The forms of {@code If-Match} that SDKs send (REST-51). */
final class IfMatch {

  private IfMatch() {}

  /**
   * The condition: an unquoted etag, or {@code *} whether it came in quotes or not; empty when
   * there is none.
   */
  static Optional<String> of(RestRequest request) {
    return request.header("if-match").map(IfMatch::unquoted);
  }

  /** An etag without its quotes. */
  static String unquoted(String value) {
    String text = value.strip();
    if (text.startsWith("W/")) {
      text = text.substring(2);
    }
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }
}
