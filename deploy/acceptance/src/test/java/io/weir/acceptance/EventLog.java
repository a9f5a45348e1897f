package io.weir.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Topics of the hub, read with a plain Kafka consumer as a back end would. */
final class EventLog implements AutoCloseable {
  private final KafkaConsumer<String, byte[]> consumer;

  private EventLog(KafkaConsumer<String, byte[]> consumer) {
    this.consumer = consumer;
  }

  /** The topics from their beginning. */
  static EventLog of(Hub hub, String... topics) {
    return of(hub, List.of(topics), "read_uncommitted");
  }

  /** The topic from its beginning, without what no transaction has committed. */
  static EventLog committed(Hub hub, String topic) {
    return of(hub, List.of(topic), "read_committed");
  }

  private static EventLog of(Hub hub, List<String> topics, String isolation) {
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                hub.kafka(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                isolation),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic, Duration.ofSeconds(30)).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return new EventLog(consumer);
  }

  /**
   * Reads on until {@code enough} says so or the time is over, and returns the sequence numbers of
   * each device's messages in the order of the topic, repeats included.
   */
  Map<String, List<Long>> sequences(
      Set<String> devices, Predicate<Map<String, List<Long>>> enough, Duration patience) {
    return readOf(devices, EventLog::sequence, enough, patience);
  }

  /** Reads on in the same way, and returns the messages of one key, which are JSON. */
  List<JsonNode> bodies(String key, Predicate<List<JsonNode>> enough, Duration patience) {
    return read(key, EventLog::json, enough, patience);
  }

  /** The same with their headers. */
  List<Entry> entries(String key, Predicate<List<Entry>> enough, Duration patience) {
    return read(key, Entry::of, enough, patience);
  }

  private <T> List<T> read(
      String key,
      Function<ConsumerRecord<String, byte[]>, T> reading,
      Predicate<List<T>> enough,
      Duration patience) {
    return readOf(
            Set.of(key), reading, read -> enough.test(read.getOrDefault(key, List.of())), patience)
        .getOrDefault(key, List.of());
  }

  /** Reads on in the same way, and returns the messages of several keys, which are JSON. */
  Map<String, List<JsonNode>> bodiesOf(
      Set<String> keys, Predicate<Map<String, List<JsonNode>>> enough, Duration patience) {
    return readOf(keys, EventLog::json, enough, patience);
  }

  /** The same with their headers. */
  Map<String, List<Entry>> entriesOf(
      Set<String> keys, Predicate<Map<String, List<Entry>>> enough, Duration patience) {
    return readOf(keys, Entry::of, enough, patience);
  }

  private <T> Map<String, List<T>> readOf(
      Set<String> keys,
      Function<ConsumerRecord<String, byte[]>, T> reading,
      Predicate<Map<String, List<T>>> enough,
      Duration patience) {
    Map<String, List<T>> read = new HashMap<>();
    long deadline = System.nanoTime() + patience.toNanos();
    while (!enough.test(read) && System.nanoTime() < deadline) {
      for (ConsumerRecord<String, byte[]> event : consumer.poll(Duration.ofMillis(200))) {
        // What is of no device has no key.
        if (event.key() != null && keys.contains(event.key())) {
          read.computeIfAbsent(event.key(), key -> new ArrayList<>()).add(reading.apply(event));
        }
      }
    }
    return read;
  }

  /**
   * Reads on until there is such a record of the device.
   *
   * @throws AssertionError when there is none in time
   */
  JsonNode first(String device, Predicate<JsonNode> wanted, Duration patience) {
    List<JsonNode> others = new ArrayList<>();
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      for (ConsumerRecord<String, byte[]> event : consumer.poll(Duration.ofMillis(200))) {
        if (device.equals(event.key())) {
          JsonNode body = json(event);
          if (wanted.test(body)) {
            return body;
          }
          others.add(body);
        }
      }
    }
    throw new AssertionError("no such record of " + device + " within " + patience + ": " + others);
  }

  private static long sequence(ConsumerRecord<String, byte[]> event) {
    return json(event).path("sequence").asLong();
  }

  private static JsonNode json(ConsumerRecord<String, byte[]> event) {
    return Json.parse(new String(event.value(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    consumer.close();
  }

  /**
   * A message.
   *
   * @param headers as text; null for one without a value
   */
  record Entry(String topic, Map<String, String> headers, JsonNode body) {
    private static Entry of(ConsumerRecord<String, byte[]> event) {
      Map<String, String> headers = new HashMap<>();
      for (Header header : event.headers()) {
        byte[] value = header.value();
        headers.put(header.key(), value == null ? null : new String(value, StandardCharsets.UTF_8));
      }
      return new Entry(event.topic(), headers, json(event));
    }

    /** EH-09: what kind of message it is. */
    String source() {
      return headers.get("iothub-message-source");
    }

    /** ROUTE-14: what has happened. */
    String operation() {
      return headers.get("iothub-app-opType");
    }

    /** When the hub accepted it. */
    Instant enqueuedAt() {
      return Instant.parse(headers.get("iothub-enqueuedtime"));
    }

    /** ROUTE-14: when it has happened. */
    Instant operatedAt() {
      return Instant.parse(headers.get("iothub-app-operationTimestamp"));
    }

    /** Null when it is not of or about a module. */
    String moduleId() {
      return headers.get("iothub-connection-module-id");
    }
  }
}
