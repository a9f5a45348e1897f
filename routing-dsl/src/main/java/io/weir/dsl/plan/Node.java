package io.weir.dsl.plan;

import io.weir.dsl.value.Special;
import io.weir.dsl.value.Truth;
import io.weir.dsl.value.Values;

/**
 * A planned expression. Implementations override the form in which they compute and inherit the
 * others, so that comparisons of numbers box nothing and conditions pass no objects around.
 */
abstract class Node {

  /** The value: a Boolean, a Double, a String or a {@link Special}. */
  abstract Object value(Scope scope);

  /** The value as a truth; what is no boolean is undefined. */
  Truth truth(Scope scope) {
    return Truth.of(value(scope));
  }

  /** The value as a number; {@code NaN} is what is none. */
  double number(Scope scope) {
    return Values.number(value(scope));
  }

  /** Whether the value is the same for every message. */
  boolean constant() {
    return false;
  }

  /** Whether to compute it again takes no longer than to keep it. */
  boolean cheap() {
    return constant();
  }
}
