package io.weir.dsl.pattern;

import io.weir.dsl.syntax.Expression;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * One step of a pattern.
 *
 * @param name steps of one name have one condition
 * @param conditionText the condition as written, for people
 * @param condition of each of its messages
 * @param least how many messages it must match
 * @param most how many it may; empty for any number
 */
public record Step(
    String name, String conditionText, Expression condition, int least, OptionalInt most) {

  public Step {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(conditionText, "conditionText");
    Objects.requireNonNull(condition, "condition");
    if (least < 0 || most.orElse(Math.max(1, least)) < Math.max(1, least)) {
      throw new IllegalArgumentException(
          "step: " + least + ".." + most + " (expected: 0 <= least <= most, 1 <= most)");
    }
  }
}
