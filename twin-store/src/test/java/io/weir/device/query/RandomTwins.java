package io.weir.device.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.TwinJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Twins and conditions about them, drawn from few paths and values, so that they often meet. */
final class RandomTwins {

  private static final String PAIR = new String(Character.toChars(0x1F600));

  /** As literals of the query language, and without the quotes as JSON. */
  private static final List<String> VALUES =
      List.of(
          "'north'",
          "'south'",
          "''",
          "'5'",
          "'" + "x".repeat(130) + "'",
          "'" + "x".repeat(140) + "'",
          "'" + "x".repeat(127) + PAIR + "'",
          "'" + "x".repeat(127) + PAIR + "y'",
          "true",
          "false",
          "0",
          "-0.0",
          "1",
          "1.0",
          "5",
          "21.5",
          "-3",
          "-40.25",
          "99.9",
          "0.00001",
          "-0.00001",
          "131072",
          "8589934592",
          "1e300",
          "-1e300");

  private static final List<String> PATHS =
      List.of(
          "tags.hall",
          "tags.a.b",
          "tags.a.b.c.d",
          "tags.a.b.c.d.e",
          "properties.desired.mode",
          "properties.desired.hall",
          "properties.reported.temp",
          "properties.reported.env.temp",
          "properties.reported.list",
          "properties.reported.list[0]");

  private static final List<String> OPERATORS = List.of("=", "!=", "<", "<=", ">", ">=");

  private RandomTwins() {}

  static MemoryTwins fleet(Random random, int devices, int maxModules) {
    MemoryTwins twins = new MemoryTwins();
    for (int i = 0; i < devices; i++) {
      put(twins, random, TwinKey.device("d" + i));
      int modules = maxModules == 0 ? 0 : random.nextInt(maxModules + 1);
      for (int m = 0; m < modules; m++) {
        put(twins, random, new TwinKey("d" + i, "m" + m));
      }
    }
    return twins;
  }

  static void put(MemoryTwins twins, Random random, TwinKey key) {
    ObjectNode tags = section(random);
    ObjectNode desired = section(random);
    ObjectNode reported = section(random);
    twins.put(key, random.nextInt(5) > 0, tags, desired, reported);
    if (random.nextInt(3) == 0) {
      twins.connect(key);
    }
  }

  /** All of the paths' last parts may be in any section. */
  private static ObjectNode section(Random random) {
    StringBuilder json = new StringBuilder("{");
    boolean many = random.nextInt(12) == 0;
    if (many && random.nextBoolean()) {
      fill(random, "first", json);
    }
    for (String name : List.of("hall", "mode", "temp")) {
      if (random.nextBoolean()) {
        json.append('"').append(name).append("\":").append(json(random)).append(',');
      }
    }
    if (random.nextBoolean()) {
      json.append("\"env\":{\"temp\":").append(json(random)).append("},");
    }
    switch (random.nextInt(4)) {
      case 0 -> json.append("\"a\":{\"b\":").append(json(random)).append("},");
      case 1 -> json.append("\"a\":{\"b\":{\"c\":{\"d\":").append(json(random)).append("}}},");
      case 2 ->
          json.append("\"a\":{\"b\":{\"c\":{\"d\":{\"e\":").append(json(random)).append("}}}},");
      default -> {
        // Nothing there.
      }
    }
    if (random.nextBoolean()) {
      List<String> elements = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        elements.add(json(random));
      }
      json.append("\"list\":[").append(String.join(",", elements)).append("],");
    }
    if (many) {
      fill(random, "last", json);
    }
    return (ObjectNode) TwinJson.parse(json + "\"z\":1}");
  }

  /** More than the index keeps: of values, or of ranges alone. */
  private static void fill(Random random, String name, StringBuilder json) {
    int count = random.nextBoolean() ? 60 : 280;
    for (int i = 0; i < count; i++) {
      json.append('"').append(name).append(i).append("\":").append(i).append(',');
    }
  }

  private static String json(Random random) {
    return value(random).replace('\'', '"');
  }

  private static String value(Random random) {
    return VALUES.get(random.nextInt(VALUES.size()));
  }

  private static String path(Random random) {
    return PATHS.get(random.nextInt(PATHS.size()));
  }

  /** A condition of the language. */
  static String condition(Random random, int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      String left = condition(random, depth - 1);
      String right = condition(random, depth - 1);
      return switch (random.nextInt(7)) {
        case 0 -> "NOT (" + left + ")";
        case 1, 2, 3 -> "(" + left + ") AND (" + right + ")";
        default -> "(" + left + ") OR (" + right + ")";
      };
    }
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> path(random) + " = " + value(random);
      case 3 -> value(random) + " = " + path(random);
      case 4, 5 ->
          path(random)
              + " "
              + OPERATORS.get(random.nextInt(OPERATORS.size()))
              + " "
              + value(random);
      case 6 -> {
        String path = path(random);
        yield path + " > " + value(random) + " AND " + path + " <= " + value(random);
      }
      case 7 -> path(random) + " IN [" + value(random) + ", " + value(random) + "]";
      case 8 -> path(random) + " NOT IN [" + value(random) + "]";
      case 9 -> value(random) + " IN properties.reported.list";
      case 10 -> random.nextBoolean() ? "status = 'enabled'" : "status != 'enabled'";
      case 11 ->
          List.of(
                  "connectionState = 'Connected'",
                  "connectionState != 'Connected'",
                  "deviceId = 'd7'",
                  "deviceId IN ['d1', 'd2', 'none', 'd90']",
                  "deviceId = 'd3' OR 'd5' = deviceId")
              .get(random.nextInt(5));
      case 12 -> path(random);
      default ->
          List.of(
                  "IS_DEFINED(tags.hall)",
                  "STARTSWITH(tags.hall, 'n')",
                  "tags.hall = properties.desired.hall",
                  "tags.hall = null",
                  "properties.reported.$version >= 1",
                  "properties.desired.$metadata.$lastUpdated > '2025'")
              .get(random.nextInt(6));
    };
  }
}
