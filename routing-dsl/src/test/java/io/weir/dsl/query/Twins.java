package io.weir.dsl.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.plan.Computation;
import io.weir.dsl.plan.Condition;
import io.weir.dsl.plan.Scope;
import io.weir.dsl.value.Truth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Answers queries over a few twins in memory, without plan or pages. */
final class Twins {

  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final List<JsonNode> documents;

  Twins(List<JsonNode> documents) {
    this.documents = List.copyOf(documents);
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Whole twins, or rows. */
  List<JsonNode> answer(Query query) {
    List<JsonNode> found = new ArrayList<>();
    Condition where = query.where() == null ? null : Condition.of(query.where());
    for (JsonNode document : documents) {
      if (where == null || where.test(new Scope(document)) == Truth.TRUE) {
        found.add(document);
      }
    }
    if (query.isAggregated()) {
      Aggregator aggregator = new Aggregator(query, 1_000);
      found.forEach(document -> aggregator.add(new Scope(document)));
      Condition having = query.having() == null ? null : Condition.of(query.having());
      found = new ArrayList<>(aggregator.groups());
      found.removeIf(group -> having != null && having.test(new Scope(group)) != Truth.TRUE);
    }
    found.sort((left, right) -> compare(query, left, right));
    List<JsonNode> rows = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode document : found) {
      JsonNode row = query.isWhole() ? document : row(query, document);
      if (!query.distinct() || seen.add(JsonKey.of(row))) {
        rows.add(row);
      }
    }
    return query.top() == null ? rows : rows.subList(0, Math.min(query.top(), rows.size()));
  }

  private static int compare(Query query, JsonNode left, JsonNode right) {
    for (Query.Ordering key : query.orderBy()) {
      Computation value = Computation.of(key.value());
      int order =
          JsonOrder.INSTANCE.compare(value.json(new Scope(left)), value.json(new Scope(right)));
      if (order != 0) {
        return key.descending() ? -order : order;
      }
    }
    return 0;
  }

  private static ObjectNode row(Query query, JsonNode document) {
    ObjectNode row = JSON.createObjectNode();
    for (Query.Column column : query.columns()) {
      JsonNode value = Computation.of(column.value()).json(new Scope(document));
      if (value != null) {
        row.set(column.name(), value);
      }
    }
    return row;
  }
}
