package io.weir.device.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.weir.dsl.plan.Computation;
import io.weir.dsl.plan.Scope;
import io.weir.dsl.query.JsonOrder;
import io.weir.dsl.query.Query;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The order of {@code ORDER BY}. A continuation holds the last row's keys, of which the language
 * allows few; so strings are ordered by how they begin.
 */
final class SortKeys {

  /** In UTF-16 units. */
  private static final int MAX_TEXT = 128;

  private final List<Query.Ordering> orderings;
  private final List<Computation> values;

  SortKeys(Query query) {
    this.orderings = query.orderBy();
    this.values = orderings.stream().map(key -> Computation.of(key.value())).toList();
  }

  int size() {
    return orderings.size();
  }

  /** Something with its keys; what has equal ones is ordered by the tie. */
  record Sorted<T>(List<JsonNode> keys, String tie, T value) {}

  <T> Sorted<T> sorted(JsonNode document, String tie, T value) {
    Scope scope = new Scope(document);
    List<JsonNode> keys = new ArrayList<>(values.size());
    values.forEach(key -> keys.add(begin(key.json(scope))));
    return new Sorted<>(Collections.unmodifiableList(keys), tie, value);
  }

  int compare(Sorted<?> left, Sorted<?> right) {
    for (int i = 0; i < orderings.size(); i++) {
      int compared = JsonOrder.INSTANCE.compare(left.keys().get(i), right.keys().get(i));
      if (compared != 0) {
        return orderings.get(i).descending() ? -compared : compared;
      }
    }
    return left.tie().compareTo(right.tie());
  }

  /** As much of a value as its place in the order depends on. */
  private static JsonNode begin(JsonNode value) {
    if (value == null || value.isValueNode()) {
      boolean isLong = value != null && value.isTextual() && value.textValue().length() > MAX_TEXT;
      return isLong
          ? JsonNodeFactory.instance.textNode(value.textValue().substring(0, MAX_TEXT))
          : value;
    }
    return JsonNodeFactory.instance.objectNode();
  }
}
