package io.weir.dsl.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dsl.value.Special;
import io.weir.dsl.value.Truth;
import io.weir.dsl.value.Values;

/** The nodes that only queries have. */
final class Documents {

  private Documents() {}

  /** Equal to an element of an array; undefined where there is no array (QRY-06). */
  static final class InArray extends Logic.TruthNode {
    private final Node value;
    private final Leaves.Part array;

    InArray(Node value, Leaves.Part array) {
      this.value = value;
      this.array = array;
    }

    @Override
    Truth truth(Scope scope) {
      JsonNode elements = array.find(scope);
      Object wanted = value.value(scope);
      if (elements == null || !elements.isArray() || !Values.defined(wanted)) {
        return Truth.UNDEFINED;
      }
      for (JsonNode element : elements) {
        if (Values.equal(wanted, Leaves.Body.value(element)) == Truth.TRUE) {
          return Truth.TRUE;
        }
      }
      return Truth.FALSE;
    }
  }

  static final class Like extends Logic.TruthNode {
    private final Node value;
    private final LikePattern pattern;

    Like(Node value, LikePattern pattern) {
      this.value = value;
      this.pattern = pattern;
    }

    @Override
    Truth truth(Scope scope) {
      Object text = value.value(scope);
      if (text instanceof String string) {
        return Truth.of(pattern.matches(string));
      }
      return text instanceof Special ? Truth.UNDEFINED : Truth.FALSE;
    }
  }
}
