package io.weir.dsl.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.plan.Computation;
import io.weir.dsl.plan.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes the aggregates of a query, group by group, in bounded memory. What comes out does not
 * depend on the order in which documents come, but for how numbers within whole objects and arrays
 * are written. Not thread-safe.
 */
public final class Aggregator {

  /** Of all keys, and of the strings that are kept as minima and maxima, in UTF-16 units. */
  private static final long MAX_LENGTH = 16_000_000;

  private final List<Computation> keys;
  private final List<Query.Aggregate> aggregates;
  private final List<Computation> values;
  private final int maxGroups;
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private long length;

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
      groups.put("", new Group(List.of(), tallies()));
    }
  }

  /**
   * @param key of an undefined part, null
   */
  private record Group(List<JsonNode> key, List<Tally> tallies) {}

  /**
   * Counts a document that the condition has let pass.
   *
   * @throws QueryException when there are too many groups, or what they keep is too long
   */
  public void add(Scope document) {
    Group group = group(document);
    for (int i = 0; i < values.size(); i++) {
      Tally tally = group.tallies().get(i);
      Computation value = values.get(i);
      if (value == null) {
        tally.count++;
      } else {
        length += tally.add(value.json(document));
      }
    }
    if (length > MAX_LENGTH) {
      throw new QueryException(
          "groups: keys, MIN and MAX have more than "
              + MAX_LENGTH
              + " characters (expected: shorter values, or a key with fewer)");
    }
  }

  private Group group(Scope document) {
    if (keys.isEmpty()) {
      return groups.get("");
    }
    List<JsonNode> key = new ArrayList<>(keys.size());
    StringBuilder same = new StringBuilder();
    for (Computation part : keys) {
      JsonNode value = part.json(document);
      key.add(JsonKey.shown(value));
      JsonKey.append(same, value);
      same.append(',');
    }
    Group group = groups.get(same.toString());
    if (group == null) {
      if (groups.size() >= maxGroups) {
        throw new QueryException(
            "groups: more than " + maxGroups + " (expected: a key with fewer values)");
      }
      group = new Group(Collections.unmodifiableList(key), tallies());
      groups.put(same.toString(), group);
      length += same.length();
    }
    return group;
  }

  /** The groups as documents: keys under {@code @n}, aggregates under {@code #n} (QRY-10). */
  public List<ObjectNode> groups() {
    List<ObjectNode> documents = new ArrayList<>(groups.size());
    for (Group group : groups.values()) {
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      for (int i = 0; i < keys.size(); i++) {
        set(document, "@" + i, group.key().get(i));
      }
      for (int i = 0; i < aggregates.size(); i++) {
        set(document, "#" + i, group.tallies().get(i).result(aggregates.get(i).function()));
      }
      documents.add(document);
    }
    return documents;
  }

  private static void set(ObjectNode document, String name, JsonNode value) {
    if (value != null) {
      document.set(name, value);
    }
  }

  private List<Tally> tallies() {
    return aggregates.stream().map(aggregate -> new Tally()).toList();
  }

  /** One aggregate of one group. */
  private static final class Tally {
    private final ExactSum sum = new ExactSum();
    private long count;
    private long numbers;
    private JsonNode min;
    private JsonNode max;

    /**
     * Takes a value into account.
     *
     * @param value null when it is undefined
     * @return by how much longer the strings are that it keeps
     */
    long add(JsonNode value) {
      if (value == null) {
        return 0;
      }
      count++;
      if (value.isNumber()) {
        numbers++;
        sum.add(value.doubleValue());
      }
      if (!value.isNumber() && !value.isTextual()) {
        return 0;
      }
      long before = length(min) + length(max);
      min = min == null || JsonOrder.INSTANCE.compare(value, min) < 0 ? value : min;
      max = max == null || JsonOrder.INSTANCE.compare(value, max) > 0 ? value : max;
      return length(min) + length(max) - before;
    }

    private static long length(JsonNode value) {
      return value != null && value.isTextual() ? value.textValue().length() : 0;
    }

    /** Null when there is none: nothing was there to compare or to add. */
    JsonNode result(Query.Aggregate.Function function) {
      return switch (function) {
        case COUNT -> JsonNodeFactory.instance.numberNode(count);
        case SUM -> numbers == 0 ? null : finite(sum.value());
        case AVG -> numbers == 0 ? null : finite(sum.value() / numbers);
        case MIN -> min;
        case MAX -> max;
      };
    }

    /** JSON has no other numbers. */
    private static JsonNode finite(double number) {
      return Double.isFinite(number) ? Computation.number(number) : null;
    }
  }
}
