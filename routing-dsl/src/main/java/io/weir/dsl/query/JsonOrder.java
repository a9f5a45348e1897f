package io.weir.dsl.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/**
 * A total order of values, for {@code ORDER BY}, {@code MIN} and {@code MAX}: nothing, null, false
 * and true, numbers by size, strings by their UTF-16 units, then everything else as one.
 */
public final class JsonOrder implements Comparator<JsonNode> {

  public static final JsonOrder INSTANCE = new JsonOrder();

  private JsonOrder() {}

  /** Null is nothing. */
  @Override
  public int compare(JsonNode left, JsonNode right) {
    int rank = Integer.compare(rank(left), rank(right));
    if (rank != 0 || left == null) {
      return rank;
    }
    return switch (left.getNodeType()) {
      case BOOLEAN -> Boolean.compare(left.booleanValue(), right.booleanValue());
      case NUMBER -> Double.compare(left.doubleValue(), right.doubleValue());
      case STRING -> left.textValue().compareTo(right.textValue());
      case NULL, OBJECT, ARRAY, MISSING, BINARY, POJO -> 0;
    };
  }

  private static int rank(JsonNode node) {
    if (node == null) {
      return 0;
    }
    return switch (node.getNodeType()) {
      case MISSING -> 0;
      case NULL -> 1;
      case BOOLEAN -> 2;
      case NUMBER -> 3;
      case STRING -> 4;
      case OBJECT, ARRAY, BINARY, POJO -> 5;
    };
  }
}
