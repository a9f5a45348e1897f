package io.weir.dsl.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dsl.value.Array;

/** An array of a document; its elements become values when somebody asks for them. */
record JsonArray(JsonNode node) implements Array {
  @Override
  public int size() {
    return node.size();
  }

  @Override
  public Object get(int index) {
    return Leaves.Path.value(node.get(index));
  }
}
