package io.weir.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * The devices of a plant and the rules about them: of fifty types, in twenty halls, with five
 * measurements each. The same for each run.
 */
final class Plant {

  static final int TYPES = 50;
  private static final int HALLS = 20;
  private static final int DEVICES = 2_000;
  private static final List<String> MEASUREMENTS =
      List.of("temperature", "pressure", "humidity", "vibration", "power");
  private static final List<String> LEVELS = List.of("info", "warning", "critical");

  private Plant() {}

  /** Messages of many devices in turn; each has every measurement, from 0 to 100. */
  static List<BenchMessage> messages(int count) {
    Random random = new Random(1);
    List<BenchMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int device = random.nextInt(DEVICES);
      Map<String, String> properties =
          Map.of(
              "type", "t" + device % TYPES,
              "site", "h" + device % HALLS + "/line-" + device % 7,
              "level", LEVELS.get(random.nextInt(LEVELS.size())));
      StringBuilder body = new StringBuilder("{\"sequence\":").append(i);
      for (String measurement : MEASUREMENTS) {
        body.append(
            String.format(Locale.ROOT, ",\"%s\":%.2f", measurement, random.nextDouble() * 100));
      }
      body.append(",\"tags\":[\"a\",\"b\",\"c\"],\"note\":\"nothing to report\"}");
      messages.add(new BenchMessage("d" + device, properties, body.toString()));
    }
    return messages;
  }

  /** A rule file: most routes are about one type or one device, some about all of them. */
  static String rules(int routes) {
    Random random = new Random(2);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      text.append("endpoint e")
          .append(i)
          .append(" kafka { topic = 'topic-")
          .append(i)
          .append("' }\n");
    }
    for (int i = 0; i < routes; i++) {
      text.append("route r").append(i).append(" from DeviceMessages where ");
      text.append(condition(i % 10, random));
      text.append(" to e").append(i % 10).append('\n');
    }
    return text.toString();
  }

  /** Ten kinds, so that each set has the same mix. */
  private static String condition(int kind, Random random) {
    String type = "type = 't" + random.nextInt(TYPES) + "'";
    String high = above(random, 50);
    String extreme = above(random, 99);
    return switch (kind) {
      case 0, 1, 2, 3 -> type + " and " + high;
      case 4, 5 -> "level = 'critical' and " + type + " and " + high + " and " + below(random, 50);
      case 6 -> "$connectionDeviceId = 'd" + random.nextInt(DEVICES) + "' and " + high;
      case 7 -> type + " and level in ['warning', 'critical']";
      case 8 -> "starts_with(site, 'h" + random.nextInt(HALLS) + "/') and " + extreme;
      default -> extreme;
    };
  }

  private static String above(Random random, int from) {
    return path(random) + " > " + number(random, from, 100);
  }

  private static String below(Random random, int to) {
    return path(random) + " < " + number(random, 0, to);
  }

  private static String path(Random random) {
    return "$body." + MEASUREMENTS.get(random.nextInt(MEASUREMENTS.size()));
  }

  private static String number(Random random, int from, int to) {
    return String.format(Locale.ROOT, "%.2f", from + random.nextDouble() * (to - from));
  }
}
