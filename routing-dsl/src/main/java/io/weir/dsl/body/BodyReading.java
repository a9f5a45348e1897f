package io.weir.dsl.body;

import com.fasterxml.jackson.databind.JsonNode;

/** What reading a message's body gave. */
public sealed interface BodyReading {

  /** The body is a document; of a bare {@code null} the document is a null node. */
  record Decoded(JsonNode document) implements BodyReading {}

  /**
   * The body is declared as something that is read here, and is not that.
   *
   * @param reason one line for people, of at most 200 characters
   */
  record Undecodable(String reason) implements BodyReading {}

  /** Nothing says that the body is something that is read here. */
  record NotDeclared() implements BodyReading {}
}
