package io.weir.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A topic of the hub, read with a plain Kafka consumer as a back end would. */
final class EventLog implements AutoCloseable {
  private final KafkaConsumer<String, byte[]> consumer;

  private EventLog(KafkaConsumer<String, byte[]> consumer) {
    this.consumer = consumer;
  }

  /** The topic from its beginning. */
  static EventLog of(Hub hub, String topic) {
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, hub.kafka()),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic, Duration.ofSeconds(30)).stream()
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
    Map<String, List<Long>> sequences = new HashMap<>();
    long deadline = System.nanoTime() + patience.toNanos();
    while (!enough.test(sequences) && System.nanoTime() < deadline) {
      for (ConsumerRecord<String, byte[]> event : consumer.poll(Duration.ofMillis(200))) {
        if (devices.contains(event.key())) {
          sequences.computeIfAbsent(event.key(), key -> new ArrayList<>()).add(sequence(event));
        }
      }
    }
    return sequences;
  }

  /** An event of a device, whose body is JSON (ROUTE-14). */
  record Event(String opType, JsonNode body) {}

  /** Reads on in the same way, and returns the messages of one key, which are JSON. */
  List<JsonNode> bodies(String key, Predicate<List<JsonNode>> enough, Duration patience) {
    List<JsonNode> bodies = new ArrayList<>();
    read(key, () -> enough.test(bodies), patience, event -> bodies.add(json(event)));
    return bodies;
  }

  /** Reads on in the same way, and returns the events of a device. */
  List<Event> events(String device, Predicate<List<Event>> enough, Duration patience) {
    List<Event> events = new ArrayList<>();
    read(
        device,
        () -> enough.test(events),
        patience,
        event -> events.add(new Event(header(event, "iothub-app-opType"), json(event))));
    return events;
  }

  private void read(
      String key,
      BooleanSupplier enough,
      Duration patience,
      Consumer<ConsumerRecord<String, byte[]>> reader) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!enough.getAsBoolean() && System.nanoTime() < deadline) {
      for (ConsumerRecord<String, byte[]> event : consumer.poll(Duration.ofMillis(200))) {
        if (key.equals(event.key())) {
          reader.accept(event);
        }
      }
    }
  }

  private static String header(ConsumerRecord<String, byte[]> event, String name) {
    Header header = event.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
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
}
