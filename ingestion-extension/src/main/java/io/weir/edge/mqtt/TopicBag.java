package io.weir.edge.mqtt;

import java.util.function.BiConsumer;

/**
 * The properties that a topic carries in its last level: {@code k=v&k=v}, percent-encoded
 * (MQTT-10..13). Keys and values are decoded before anything is matched, so {@code %24.mid} and
 * {@code $.mid} are the same key. Any text is a bag.
 */
final class TopicBag {

  private TopicBag() {}

  /**
   * @param properties is told of each key and its value in the order of arrival, duplicates
   *     included; a key without {@code =} has the value null, {@code k=} the empty text
   */
  static void read(String bag, BiConsumer<String, String> properties) {
    int start = 0;
    while (start < bag.length()) {
      int end = bag.indexOf('&', start);
      end = end < 0 ? bag.length() : end;
      read(bag, start, end, properties);
      start = end + 1;
    }
  }

  private static void read(String bag, int start, int end, BiConsumer<String, String> properties) {
    // Not beyond the pair: a bag of many keys without a value would be searched once for each.
    int equals = start;
    while (equals < end && bag.charAt(equals) != '=') {
      equals++;
    }
    boolean valued = equals < end;
    String key = PercentCoding.decode(bag.substring(start, valued ? equals : end));
    if (!key.isEmpty()) {
      properties.accept(key, valued ? PercentCoding.decode(bag.substring(equals + 1, end)) : null);
    }
  }
}
