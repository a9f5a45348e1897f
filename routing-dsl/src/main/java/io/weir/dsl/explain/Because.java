package io.weir.dsl.explain;

import io.weir.dsl.Lines;
import java.util.List;

/**
 * What decided about a route.
 *
 * @param result the smallest part of the condition that decided alone, and its value
 * @param position where that part stands in the rule file
 * @param saw what it read of the message, and the parts of it that had no value of their own
 *     although what they read had; each once, in the order of the text
 */
public record Because(Seen result, Lines.Position position, List<Seen> saw) {

  public Because {
    saw = List.copyOf(saw);
  }
}
