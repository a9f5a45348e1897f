package io.weir.dsl.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dsl.message.Message;

/**
 * One message, or one document, under evaluation; what is costly to get is got once for all rules.
 */
public final class Scope {

  private final Message message;
  private boolean bodyRead;
  private JsonNode body;

  public Scope(Message message) {
    this.message = message;
  }

  /** A document under evaluation, for expressions that ask for nothing else. */
  public Scope(JsonNode document) {
    this.message = null;
    this.bodyRead = true;
    this.body = document;
  }

  Message message() {
    return message;
  }

  /** The body's document, or null when it cannot be read as one. */
  JsonNode body() {
    if (!bodyRead) {
      // Set first: a body that fails to be read is not read again by the next rule.
      bodyRead = true;
      body = BodyReader.read(message);
    }
    return body;
  }
}
