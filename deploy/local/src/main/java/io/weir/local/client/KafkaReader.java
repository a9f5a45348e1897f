package io.weir.local.client;

import io.weir.local.CommandFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads whole topics, every partition, without a consumer group: it leaves no trace in Kafka. Where
 * it begins is settled when {@link #open} returns, so nothing that is written afterwards is missed.
 * Not thread-safe.
 */
public final class KafkaReader implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  private KafkaReader(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    this.consumer = consumer;
    this.partitions = partitions;
  }

  /**
   * Positions a reader.
   *
   * @param bootstrap {@code HOST:PORT} of Kafka
   * @param fromBeginning at the oldest record, else after the newest
   * @throws CommandFailure when Kafka does not answer, or there is no such topic
   */
  public static KafkaReader open(
      String bootstrap, Collection<String> topics, boolean fromBeginning) {
    return open(bootstrap, topics, fromBeginning, new Properties());
  }

  /**
   * Positions a reader after the newest record that lets records gather before it asks for more.
   */
  public static KafkaReader openForBatches(String bootstrap, Collection<String> topics) {
    Properties batches = new Properties();
    batches.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 8 * 1024 * 1024);
    batches.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    return open(bootstrap, topics, false, batches);
  }

  private static KafkaReader open(
      String bootstrap, Collection<String> topics, boolean fromBeginning, Properties more) {
    Properties properties = new Properties();
    properties.putAll(more);
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    properties.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      List<TopicPartition> partitions = partitions(consumer, topics);
      consumer.assign(partitions);
      Map<TopicPartition, Long> start =
          fromBeginning ? consumer.beginningOffsets(partitions) : consumer.endOffsets(partitions);
      start.forEach(consumer::seek);
      return new KafkaReader(consumer, partitions);
    } catch (TimeoutException e) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      throw new CommandFailure(
          "Kafka at " + bootstrap + " does not answer; `weir status` shows what runs", e);
    } catch (KafkaException e) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      throw new CommandFailure("Kafka at " + bootstrap + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      throw e;
    }
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, Collection<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      List<PartitionInfo> infos = consumer.partitionsFor(topic);
      if (infos == null || infos.isEmpty()) {
        throw new CommandFailure("there is no topic " + topic + " on this Kafka");
      }
      for (PartitionInfo info : infos) {
        partitions.add(new TopicPartition(topic, info.partition()));
      }
    }
    return partitions;
  }

  /** What has come; empty when nothing did within the time, or the thread was interrupted. */
  public Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) {
    try {
      return consumer.poll(timeout);
    } catch (InterruptException e) {
      return ConsumerRecords.empty();
    } catch (KafkaException e) {
      throw new CommandFailure("reading from Kafka failed (" + e.getMessage() + ")", e);
    }
  }

  /** How many records it has not read yet, all partitions together. */
  public long behind() {
    long end = consumer.endOffsets(partitions).values().stream().mapToLong(o -> o).sum();
    long at = partitions.stream().mapToLong(consumer::position).sum();
    return end - at;
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}
