package io.weir.jobs.rules;

import io.weir.device.codec.Codecs;
import io.weir.device.codec.MalformedRecordException;
import io.weir.device.state.Recordings;
import io.weir.device.state.RulesVersion;
import io.weir.device.state.ShadowRules;
import io.weir.device.topic.Topics;
import io.weir.jobs.JobArguments;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The compacted topic {@code rules}, read from its beginning by a consumer without a group. */
public final class KafkaRulesSource implements RulesSource {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaRulesSource.class);
  private static final byte[] SHADOW_KEY = Topics.SHADOW_RULES.getBytes(StandardCharsets.UTF_8);
  private static final byte[] RECORDINGS_KEY = Topics.RECORDINGS.getBytes(StandardCharsets.UTF_8);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration METADATA = Duration.ofSeconds(10);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private ShadowRules shadow;
  private Recordings recordings = Recordings.NONE;

  KafkaRulesSource(Consumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  private static Consumer<byte[], byte[]> consumer(String kafka, String topic, String reader) {
    Properties properties = new Properties();
    properties.setProperty(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka);
    properties.setProperty(ConsumerConfig.CLIENT_ID_CONFIG, topic + "-" + reader);
    properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "500");
    properties.setProperty(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
    properties.setProperty(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(METADATA.toMillis()));
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * The hub's rules.
   *
   * @param reader who reads them, as the broker sees it
   */
  public static RulesSource.Factory of(JobArguments arguments, String reader) {
    return new Connecting(arguments.kafka(), new Topics(arguments.hub()).rules(), reader);
  }

  @Override
  public List<RulesVersion> readToEnd(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new IllegalStateException(topic + ": no such topic (expected: the hub's rules)");
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
      List<RulesVersion> versions = new ArrayList<>();
      while (!reached(end)) {
        if (System.nanoTime() - deadline >= 0) {
          throw new IllegalStateException(
              topic + ": not read to its end (expected: within " + timeout + ")");
        }
        versions.addAll(poll(POLL));
      }
      return versions;
    } catch (KafkaException e) {
      throw new IllegalStateException(topic + ": not readable (expected: readable)", e);
    }
  }

  @Override
  public List<RulesVersion> poll(Duration timeout) {
    List<RulesVersion> versions = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      decode(record, versions);
    }
    return versions;
  }

  @Override
  public Optional<ShadowRules> shadow() {
    return Optional.ofNullable(shadow);
  }

  @Override
  public Recordings recordings() {
    return recordings;
  }

  /** A record that is no rule set changes nothing: the rules in force stay. */
  private void decode(ConsumerRecord<byte[], byte[]> record, List<RulesVersion> versions) {
    try {
      if (Arrays.equals(record.key(), SHADOW_KEY)) {
        shadow = record.value() == null ? null : Codecs.SHADOW_RULES.decode(record.value());
      } else if (Arrays.equals(record.key(), RECORDINGS_KEY)) {
        recordings =
            record.value() == null ? Recordings.NONE : Codecs.RECORDINGS.decode(record.value());
      } else if (record.value() != null) {
        versions.add(Codecs.RULES.decode(record.value()));
      }
    } catch (MalformedRecordException e) {
      LOG.error("Skipped {} at {}: not a rule set", record.topic(), record.offset(), e);
    }
  }

  private boolean reached(Map<TopicPartition, Long> end) {
    return end.entrySet().stream()
        .allMatch(entry -> consumer.position(entry.getKey()) >= entry.getValue());
  }

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
  }

  private record Connecting(String kafka, String topic, String reader)
      implements RulesSource.Factory {
    @Override
    public RulesSource open() {
      return new KafkaRulesSource(consumer(kafka, topic, reader), topic);
    }
  }
}
