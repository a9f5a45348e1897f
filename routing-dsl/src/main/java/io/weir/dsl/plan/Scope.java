package io.weir.dsl.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dsl.body.BodyReader;
import io.weir.dsl.body.BodyReading;
import io.weir.dsl.message.Message;
import java.io.IOException;
import java.util.Optional;

/**
 * One message, or one document, under evaluation; what is costly to get is got once for all rules.
 */
public final class Scope {

  private final Message message;
  private Object[] slots = {};
  private PathTree paths = PathTree.EMPTY;
  private boolean bodyRead;
  private JsonNode body;
  private String undecodable;
  private boolean twinRead;
  private JsonNode twin;
  private Elements elements;

  public Scope(Message message) {
    this.message = message;
  }

  /** A document under evaluation, for expressions that ask for nothing else. */
  public Scope(JsonNode document) {
    this.message = null;
    this.bodyRead = true;
    this.body = document;
  }

  /** The message under evaluation; null for a document. */
  public Message message() {
    return message;
  }

  /** Why the body could not be decoded; empty when it could, or when no rule has asked for it. */
  public Optional<String> undecodable() {
    return Optional.ofNullable(undecodable);
  }

  /** The body's document, or null when it cannot be read as one. */
  JsonNode body() {
    if (!bodyRead) {
      // Set first: a body that fails to be read is not read again by the next rule.
      bodyRead = true;
      BodyReading reading = BodyReader.read(message);
      if (reading instanceof BodyReading.Decoded decoded) {
        body = decoded.document();
      } else if (reading instanceof BodyReading.Undecodable failure) {
        undecodable = failure.reason();
      }
    }
    return body;
  }

  /** The body token by token; null where it must be read, or was read, as a whole. */
  JsonParser bodyTokens() throws IOException {
    return bodyRead ? null : BodyReader.tokens(message);
  }

  /** The twin of whoever sent the message, or null when there is none. */
  JsonNode twin() {
    if (!twinRead) {
      twinRead = true;
      twin = message == null ? null : message.twin();
    }
    return twin;
  }

  /** The elements that quantifiers are testing. */
  Elements elements() {
    if (elements == null) {
      elements = new Elements();
    }
    return elements;
  }

  /**
   * Begins the evaluation by a whole set.
   *
   * @param empty what the set's nodes share, all null at first
   * @param read what the set reads from the body
   */
  void share(Object[] empty, PathTree read) {
    slots = empty;
    paths = read;
  }

  /** What a node kept for this message, or null. */
  Object kept(int slot) {
    return slots[slot];
  }

  void keep(int slot, Object value) {
    slots[slot] = value;
  }

  /** What stands at a path of the set; the first call reads all of them. */
  Object picked(int slot) {
    if (slots[slot] == null) {
      PathReader.read(this, paths);
    }
    return slots[slot];
  }
}
