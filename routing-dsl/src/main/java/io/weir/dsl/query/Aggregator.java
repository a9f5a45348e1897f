package io.weir.dsl.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.plan.Computation;
import io.weir.dsl.plan.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes the aggregates of a query, group by group, in memory that the number of groups bounds.
 * Not thread-safe.
 */
public final class Aggregator {

  private final List<Computation> keys;
  private final List<Query.Aggregate> aggregates;
  private final List<Computation> values;
  private final int maxGroups;
  private final Map<List<JsonNode>, List<Tally>> groups = new LinkedHashMap<>();

  /**
   * @param maxGroups more are refused
   */
  public Aggregator(Query query, int maxGroups) {
    this.keys = query.groupBy().stream().map(Computation::of).toList();
    this.aggregates = query.aggregates();
    this.values = new ArrayList<>();
    for (Query.Aggregate aggregate : aggregates) {
      values.add(aggregate.value() == null ? null : Computation.of(aggregate.value()));
    }
    this.maxGroups = maxGroups;
    if (keys.isEmpty()) {
      // Without a key there is one group, and be it empty.
      groups.put(List.of(), tallies());
    }
  }

  /**
   * Counts a document that the condition has let pass.
   *
   * @throws QueryException when there are too many groups
   */
  public void add(Scope document) {
    List<JsonNode> key = new ArrayList<>(keys.size());
    for (Computation part : keys) {
      key.add(part.json(document));
    }
    List<Tally> group = groups.get(key);
    if (group == null) {
      if (groups.size() >= maxGroups) {
        throw new QueryException(
            "groups: more than " + maxGroups + " (expected: a key with fewer values)");
      }
      group = tallies();
      groups.put(key, group);
    }
    for (int i = 0; i < group.size(); i++) {
      Computation value = values.get(i);
      group.get(i).add(value == null ? null : value.json(document), value == null);
    }
  }

  /** The groups as documents: keys under {@code @n}, aggregates under {@code #n} (QRY-10). */
  public List<ObjectNode> groups() {
    List<ObjectNode> documents = new ArrayList<>(groups.size());
    groups.forEach(
        (key, tallies) -> {
          ObjectNode document = JsonNodeFactory.instance.objectNode();
          for (int i = 0; i < key.size(); i++) {
            set(document, "@" + i, key.get(i));
          }
          for (int i = 0; i < tallies.size(); i++) {
            set(document, "#" + i, tallies.get(i).result(aggregates.get(i).function()));
          }
          documents.add(document);
        });
    return documents;
  }

  private static void set(ObjectNode document, String name, JsonNode value) {
    if (value != null) {
      document.set(name, value);
    }
  }

  private List<Tally> tallies() {
    List<Tally> tallies = new ArrayList<>(aggregates.size());
    for (int i = 0; i < aggregates.size(); i++) {
      tallies.add(new Tally());
    }
    return tallies;
  }

  /** One aggregate of one group. */
  private static final class Tally {
    private long count;
    private long numbers;
    private double sum;
    private JsonNode min;
    private JsonNode max;

    /**
     * @param value null when there is none
     * @param any whether documents are counted, not values
     */
    void add(JsonNode value, boolean any) {
      if (any || value != null) {
        count++;
      }
      if (value == null) {
        return;
      }
      if (value.isNumber()) {
        numbers++;
        sum += value.doubleValue();
      }
      if (value.isNumber() || value.isTextual()) {
        min = min == null || JsonOrder.INSTANCE.compare(value, min) < 0 ? value : min;
        max = max == null || JsonOrder.INSTANCE.compare(value, max) > 0 ? value : max;
      }
    }

    /** Null when there is none: nothing was there to compare or to add. */
    JsonNode result(Query.Aggregate.Function function) {
      return switch (function) {
        case COUNT -> JsonNodeFactory.instance.numberNode(count);
        case SUM -> numbers == 0 ? null : Computation.number(sum);
        case AVG -> numbers == 0 ? null : Computation.number(sum / numbers);
        case MIN -> min;
        case MAX -> max;
      };
    }
  }
}
