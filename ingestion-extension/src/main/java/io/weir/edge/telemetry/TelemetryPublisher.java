package io.weir.edge.telemetry;

import io.weir.edge.auth.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes devices' messages to the topic {@code telemetry}: {@code acks=all}, idempotent, keyed by
 * device id. Never blocks its caller; what does not fit into its bounded memory fails at once.
 *
 * <p>The producer never gives up. A message that was given up after its device was disconnected
 * could be overtaken by the one behind it; so both stay queued, in order, and the device's resends
 * follow them.
 */
public final class TelemetryPublisher implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final int MEMORY_BYTES = 64 * 1024 * 1024;

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final EnqueuedTime time;
  private final Backlogs backlogs = new Backlogs();

  /**
   * @param producer closed with this
   */
  public TelemetryPublisher(Producer<byte[], byte[]> producer, String topic, Clock clock) {
    this.producer = producer;
    this.topic = topic;
    this.time = new EnqueuedTime(clock);
  }

  /**
   * Returns when the topic's partitions are known, since nothing can be sent before.
   *
   * @throws TimeoutException when Kafka or the topic is not there within a minute
   */
  public static TelemetryPublisher open(String bootstrapServers, String topic, Clock clock) {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            config(bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
    try {
      awaitTopic(producer, topic);
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
    return new TelemetryPublisher(producer, topic, clock);
  }

  static Map<String, Object> config(String bootstrapServers) {
    return Map.ofEntries(
        Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
        Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "weir-telemetry"),
        Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
        Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
        Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE),
        Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000),
        Map.entry(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 50L),
        Map.entry(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 500L),
        Map.entry(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, 50L),
        Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L),
        Map.entry(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 2_000L),
        // One request at a time and no lingering: a batch is what came while the last one was on
        // its way. So a quiet node waits for nothing, and a busy one sends few, large requests.
        Map.entry(ProducerConfig.LINGER_MS_CONFIG, 0L),
        Map.entry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1),
        Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024),
        Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) MEMORY_BYTES),
        Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0L),
        // A topic that is idle for long stays known: to learn it anew would block.
        Map.entry(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(3650).toMillis()));
  }

  private static void awaitTopic(Producer<byte[], byte[]> producer, String topic) {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (true) {
      try {
        if (!producer.partitionsFor(topic).isEmpty()) {
          return;
        }
      } catch (TimeoutException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TimeoutException("topic " + topic + ": not awaited to the end", e);
      }
    }
  }

  /** For a connection that has just been admitted; to be closed with it. */
  public DeviceSender sender(Verdict.Admitted admission) {
    return new DeviceSender(producer, topic, time, backlogs, admission);
  }

  /** What is still unsent fails. */
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
