package io.weir.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came out of an endpoint, read with {@code weir monitor-events} as a user would. */
final class EventMonitor {
  private static final int PATIENCE_SECONDS = 60;

  private final Hub hub;

  EventMonitor(Hub hub) {
    this.hub = hub;
  }

  /** The first {@code count} messages of a device in the built-in endpoint. */
  List<Event> first(int count, String deviceId) {
    return first(count, deviceId, "events");
  }

  /** The first {@code count} messages of a device in an endpoint of the rules. */
  List<Event> first(int count, String deviceId, String endpoint) {
    CommandResult result =
        hub.weir(
            "monitor-events",
            "--from-beginning",
            "-o",
            "json",
            "--endpoint",
            endpoint,
            "--device",
            deviceId,
            "--max-messages",
            Integer.toString(count),
            "--timeout",
            Integer.toString(PATIENCE_SECONDS));
    return events(result.succeeded());
  }

  /** All messages of a device in an endpoint, as far as they come within some seconds. */
  List<Event> allWithin(Duration patience, String deviceId, String endpoint) {
    CommandResult result =
        hub.weir(
            "monitor-events",
            "--from-beginning",
            "-o",
            "json",
            "--endpoint",
            endpoint,
            "--device",
            deviceId,
            "--max-messages",
            "1000000",
            "--timeout",
            Long.toString(patience.toSeconds()));
    if (result.exitCode() != 3) {
      throw new AssertionError("expected exit code 3 (time is over): " + result);
    }
    return events(result);
  }

  private static List<Event> events(CommandResult result) {
    List<Event> events = new ArrayList<>();
    for (String line : result.lines()) {
      events.add(Event.of(Json.parse(line)));
    }
    return events;
  }

  /**
   * One message.
   *
   * @param properties values may be null: a property without a value
   * @param json the body when it was shown as JSON, else missing
   * @param base64 the body when it was shown as bytes, else null
   */
  record Event(
      String deviceId,
      Map<String, String> properties,
      Map<String, String> systemProperties,
      JsonNode json,
      String base64) {
    static Event of(JsonNode event) {
      return new Event(
          event.path("deviceId").asText(),
          texts(event.path("properties")),
          texts(event.path("systemProperties")),
          event.path("body"),
          event.path("bodyBase64").asText(null));
    }

    private static Map<String, String> texts(JsonNode object) {
      Map<String, String> texts = new TreeMap<>();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        texts.put(field.getKey(), field.getValue().isNull() ? null : field.getValue().asText());
      }
      return texts;
    }

    /** The body, when it was shown as bytes. */
    byte[] bytes() {
      if (base64 == null) {
        throw new AssertionError("not shown as bytes: " + json);
      }
      return Base64.getDecoder().decode(base64);
    }

    /** The body as text, when it was shown as bytes. */
    String text() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }
  }
}
