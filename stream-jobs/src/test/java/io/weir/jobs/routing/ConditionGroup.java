package io.weir.jobs.routing;

import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.dsl.ConditionRow;
import io.weir.dsl.RuleSet;
import io.weir.dsl.message.MessageSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Rows that speak of the same message, all with or all without its twin, as one rule set and that
 * message. Each row is a route with an endpoint of its own; their copies go to one topic and say by
 * a property which row took them.
 */
record ConditionGroup(List<ConditionRow> rows) {

  static final String DEVICE = "device-1";
  static final String TOPIC = "copies";

  /** The property of a copy that names the row. */
  static final String ROW = "row";

  ConditionGroup {
    rows = List.copyOf(rows);
  }

  /** All of the rows, in groups that are no larger than a rule set may be. */
  static List<ConditionGroup> of(List<ConditionRow> rows) {
    Map<List<Object>, List<ConditionRow>> byMessage = new LinkedHashMap<>();
    for (ConditionRow row : rows) {
      List<Object> message = List.of(row.properties(), row.body(), readsTwin(row));
      byMessage.computeIfAbsent(message, key -> new ArrayList<>()).add(row);
    }
    List<ConditionGroup> groups = new ArrayList<>();
    for (List<ConditionRow> alike : byMessage.values()) {
      for (int i = 0; i < alike.size(); i += RuleSet.MAX_ENDPOINTS) {
        int end = Math.min(alike.size(), i + RuleSet.MAX_ENDPOINTS);
        groups.add(new ConditionGroup(alike.subList(i, end)));
      }
    }
    return groups;
  }

  /** The name of the row's route and endpoint. */
  static String name(ConditionRow row) {
    return "r" + row.line();
  }

  String rules() {
    StringBuilder text = new StringBuilder();
    for (ConditionRow row : rows) {
      String name = name(row);
      text.append(
          """
          endpoint %s kafka { topic = '%s' }
          route %s from %s where
          %s
          to %s
          enrich %s set %s = '%s'
          """
              .formatted(
                  name,
                  TOPIC,
                  name,
                  row.source().wireName(),
                  row.condition(),
                  name,
                  name,
                  ROW,
                  name));
    }
    return text.toString();
  }

  /** What the records of the message are to the job. */
  Sources kind() {
    return message().source() == MessageSource.DEVICE_MESSAGES
        ? Sources.TELEMETRY
        : Sources.DEVICE_EVENTS;
  }

  /** The message as it stands in its topic. */
  TelemetryRecord record() {
    Headers headers = new RecordHeaders();
    TelemetryHeaders.put(headers, TelemetryHeaders.MESSAGE_SOURCE, message().source().wireName());
    // Of several headers of one name the last counts: a row may name another device.
    TelemetryHeaders.put(headers, TelemetryHeaders.CONNECTION_DEVICE_ID, DEVICE);
    message()
        .systemProperties()
        .forEach(
            (property, value) ->
                TelemetryHeaders.put(headers, TelemetryHeaders.headerOf(property), value));
    message()
        .applicationProperties()
        .forEach((name, value) -> TelemetryHeaders.putProperty(headers, name, value));
    byte[] key = DEVICE.getBytes(StandardCharsets.UTF_8);
    return new TelemetryRecord(key, message().payload(), headers, 0, 0, 0);
  }

  /** Whether the rows look at the twin. */
  boolean readsTwin() {
    return readsTwin(message());
  }

  private static boolean readsTwin(ConditionRow row) {
    return row.condition().toLowerCase(Locale.ROOT).contains("$twin");
  }

  /** Any of the rows, for what they have in common. */
  ConditionRow message() {
    return rows.get(0);
  }
}
