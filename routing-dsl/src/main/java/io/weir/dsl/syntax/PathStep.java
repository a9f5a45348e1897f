package io.weir.dsl.syntax;

/** One step of a path into a JSON document. */
public sealed interface PathStep {

  /** A member of an object, by its case-sensitive name. */
  record Member(String name) implements PathStep {}

  /** An element of an array, counted from 0. */
  record Element(int index) implements PathStep {
    public Element {
      if (index < 0) {
        throw new IllegalArgumentException("index: " + index + " (expected: >= 0)");
      }
    }
  }
}
