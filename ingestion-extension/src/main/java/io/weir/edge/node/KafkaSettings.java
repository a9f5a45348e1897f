package io.weir.edge.node;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka clients as the node needs them: bounded waits, and quickly back after a loss. */
final class KafkaSettings {

  private final String bootstrapServers;
  private final String node;

  KafkaSettings(String bootstrapServers, String node) {
    this.bootstrapServers = bootstrapServers;
    this.node = node;
  }

  /**
   * An idempotent producer whose sends succeed or fail within {@code deliveryMillis}: it repeats a
   * send only where Kafka recognizes the repeat (design, "The log's rules" 5).
   */
  KafkaProducer<byte[], byte[]> producer(String purpose, int deliveryMillis, int maxRecordBytes) {
    return new KafkaProducer<>(
        producerSettings(purpose, deliveryMillis, maxRecordBytes),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  Map<String, Object> producerSettings(String purpose, int deliveryMillis, int maxRecordBytes) {
    Map<String, Object> settings = common(purpose);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deliveryMillis);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(deliveryMillis, 3_000));
    settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 50);
    settings.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 500);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecordBytes);
    settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Integer.MAX_VALUE);
    return settings;
  }

  /** A consumer that belongs to no group and commits nothing. */
  KafkaConsumer<byte[], byte[]> consumer(String purpose) {
    Map<String, Object> settings = common(purpose);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  Map<String, Object> admin() {
    Map<String, Object> settings = common("admin");
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    return settings;
  }

  private Map<String, Object> common(String purpose) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("client.id", node + "-" + purpose);
    settings.put("reconnect.backoff.ms", 50);
    settings.put("reconnect.backoff.max.ms", 500);
    settings.put("socket.connection.setup.timeout.ms", 2_000);
    settings.put("socket.connection.setup.timeout.max.ms", 5_000);
    return settings;
  }
}
