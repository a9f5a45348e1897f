package io.weir.dsl.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dsl.message.Message;

/**
 * One message, or one document, under evaluation; what is costly to get is got once for all rules.
 */
public final class Scope {

  private static final Object[] NO_SLOTS = {};

  private final Message message;
  private final Object[] slots;
  private final PathTree paths;
  private boolean bodyRead;
  private JsonNode body;

  public Scope(Message message) {
    this(message, NO_SLOTS, PathTree.EMPTY);
  }

  /**
   * A message under evaluation by a whole set.
   *
   * @param slots what the set's nodes share, all null at first
   * @param paths what the set reads from the body
   */
  Scope(Message message, Object[] slots, PathTree paths) {
    this.message = message;
    this.slots = slots;
    this.paths = paths;
  }

  /** A document under evaluation, for expressions that ask for nothing else. */
  public Scope(JsonNode document) {
    this(null, NO_SLOTS, PathTree.EMPTY);
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
