package io.weir.dsl.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/** The array elements that are being tested, one for each quantifier that is at work. */
final class Elements {

  /**
   * So many elements may one outermost quantifier test, those of quantifiers within it included: a
   * device chooses how long the arrays are.
   */
  static final int MAX_TESTS = 1_000_000;

  private JsonNode[] current = new JsonNode[2];
  private int working;
  private int tests;

  /** The element at that depth; null outside of its quantifier. */
  JsonNode get(int depth) {
    return depth < current.length ? current[depth] : null;
  }

  /** Puts an element in place and returns the one that was there. */
  JsonNode set(int depth, JsonNode element) {
    if (depth >= current.length) {
      current = Arrays.copyOf(current, 2 * depth);
    }
    JsonNode former = current[depth];
    current[depth] = element;
    return former;
  }

  /** Begins the work of a quantifier. */
  void enter() {
    if (working++ == 0) {
      tests = 0;
    }
  }

  void leave() {
    working--;
  }

  /** Counts a test; false when there were too many. */
  boolean mayTest() {
    return ++tests <= MAX_TESTS;
  }
}
