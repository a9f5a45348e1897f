package io.weir.dsl.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.value.Array;
import io.weir.dsl.value.Truth;
import io.weir.dsl.value.Values;
import java.util.List;

/** The nodes that ask for more of a document than one value. */
final class Documents {

  private Documents() {}

  /** Equal to an element of an array; undefined where there is no array (QRY-06). */
  static final class InArray extends Logic.TruthNode {
    private final Node value;
    private final Node array;

    InArray(Node value, Node array) {
      this.value = value;
      this.array = array;
    }

    @Override
    Truth truth(Scope scope) {
      return array.value(scope) instanceof Array elements
          ? Values.contains(elements, value.value(scope))
          : Truth.UNDEFINED;
    }
  }

  /** Whether any element, or each, passes a test: Kleene's or, or and, over all of them. */
  static final class Quantified extends Logic.TruthNode {
    private final Node array;
    private final int depth;
    private final Node test;
    private final Truth deciding;

    /**
     * @param depth how many quantifiers enclose this one
     * @param deciding the truth of one element that decides alone
     */
    Quantified(Node array, int depth, Node test, Truth deciding) {
      this.array = array;
      this.depth = depth;
      this.test = test;
      this.deciding = deciding;
    }

    @Override
    Truth truth(Scope scope) {
      if (!(array.value(scope) instanceof JsonArray all)) {
        return Truth.UNDEFINED;
      }
      Elements elements = scope.elements();
      JsonNode former = elements.get(depth);
      elements.enter();
      try {
        return over(all.node(), elements, scope);
      } finally {
        elements.leave();
        elements.set(depth, former);
      }
    }

    private Truth over(JsonNode all, Elements elements, Scope scope) {
      Truth result = deciding.not();
      for (JsonNode element : all) {
        if (!elements.mayTest()) {
          return Truth.UNDEFINED;
        }
        var unused = elements.set(depth, element);
        Truth truth = test.truth(scope);
        if (truth == deciding) {
          return deciding;
        }
        result = truth == Truth.UNDEFINED ? truth : result;
      }
      return result;
    }
  }

  /** Whether a twin change has that path in its body ({@code ROUTE-03}). */
  static final class TwinChange extends Logic.TruthNode {
    private final Leaves.Body path;

    TwinChange(List<PathStep> path) {
      this.path = new Leaves.Body(path);
    }

    @Override
    Truth truth(Scope scope) {
      return scope.body() == null ? Truth.UNDEFINED : Truth.of(path.find(scope) != null);
    }
  }
}
