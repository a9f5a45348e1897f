package io.weir.jobs.endpoints;

import io.weir.jobs.kafka.KafkaTopics;
import io.weir.jobs.outbox.OutboxPartition;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Clients of the hub's own Kafka, for outboxes. */
final class OutboxKafka {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final String bootstrap;
  private final String clientId;

  OutboxKafka(String bootstrap, String clientId) {
    this.bootstrap = bootstrap;
    this.clientId = clientId;
  }

  /** The partitions of a topic. */
  List<OutboxPartition> partitions(String topic)
      throws ExecutionException, TimeoutException, InterruptedException {
    TopicDescription found = KafkaTopics.describe(bootstrap, topic);
    String id = found.topicId().toString();
    return found.partitions().stream()
        .map(partition -> new OutboxPartition(topic, id, partition.partition()))
        .toList();
  }

  /** A consumer of the outbox' own group, whose name is the topic's. */
  Consumer<byte[], byte[]> consumer(OutboxPartition partition) {
    Properties properties = new Properties();
    properties.setProperty(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    properties.setProperty(ConsumerConfig.CLIENT_ID_CONFIG, clientId + "-" + partition);
    properties.setProperty(ConsumerConfig.GROUP_ID_CONFIG, partition.topic());
    properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.setProperty(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
    properties.setProperty(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(TIMEOUT.toMillis()));
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** A producer of dead letters. */
  Producer<byte[], byte[]> producer() {
    Properties properties = new Properties();
    properties.setProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    properties.setProperty(ProducerConfig.CLIENT_ID_CONFIG, clientId + "-dead-letters");
    properties.setProperty(ProducerConfig.ACKS_CONFIG, "all");
    properties.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(TIMEOUT.toMillis()));
    properties.setProperty(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
