package io.weir.edge.mqtt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The properties that a topic carries in its last level: {@code k=v&k=v}, percent-encoded
 * (MQTT-10..13). Keys and values are decoded before anything is matched, so {@code %24.mid} and
 * {@code $.mid} are the same key. Any text is a bag.
 *
 * @param entries in the order of arrival, the first of duplicate keys; a key without {@code =} has
 *     the value null, {@code k=} the empty text
 */
public record TopicBag(Map<String, String> entries) {

  public static final TopicBag EMPTY = new TopicBag(Map.of());

  public TopicBag {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  public static TopicBag parse(String text) {
    if (text.isEmpty()) {
      return EMPTY;
    }
    Map<String, String> entries = new LinkedHashMap<>();
    int start = 0;
    while (start <= text.length()) {
      int end = text.indexOf('&', start);
      end = end < 0 ? text.length() : end;
      add(entries, text.substring(start, end));
      start = end + 1;
    }
    return new TopicBag(entries);
  }

  private static void add(Map<String, String> entries, String pair) {
    int equals = pair.indexOf('=');
    String key = PercentCoding.decode(equals < 0 ? pair : pair.substring(0, equals));
    if (!key.isEmpty() && !entries.containsKey(key)) {
      entries.put(key, equals < 0 ? null : PercentCoding.decode(pair.substring(equals + 1)));
    }
  }

  /** One topic level: no {@code /}, {@code +} or {@code #} stays bare. */
  public String encode() {
    StringBuilder text = new StringBuilder();
    entries.forEach(
        (key, value) -> {
          if (text.length() > 0) {
            text.append('&');
          }
          text.append(PercentCoding.encode(key));
          if (value != null) {
            text.append('=').append(PercentCoding.encode(value));
          }
        });
    return text.toString();
  }
}
