package io.weir.dsl.plan;

import io.weir.dsl.value.Array;
import io.weir.dsl.value.Special;
import io.weir.dsl.value.Truth;
import java.util.function.Predicate;

/** The nodes that hold strings against patterns. */
final class Texts {

  private Texts() {}

  /** As with other comparisons, a value of another type is no match, and null is undefined. */
  static final class Matching extends Logic.TruthNode {
    private final Node value;
    private final Predicate<String> pattern;

    Matching(Node value, Predicate<String> pattern) {
      this.value = value;
      this.pattern = pattern;
    }

    @Override
    Truth truth(Scope scope) {
      Object text = value.value(scope);
      if (text instanceof String string) {
        return Truth.of(pattern.test(string));
      }
      return text instanceof Special || text instanceof Array ? Truth.UNDEFINED : Truth.FALSE;
    }
  }
}
