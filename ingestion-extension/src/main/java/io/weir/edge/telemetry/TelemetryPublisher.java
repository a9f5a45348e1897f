package io.weir.edge.telemetry;

import io.weir.device.identity.Identity;
import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.edge.auth.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes devices' messages to the topic {@code telemetry}: {@code acks=all}, idempotent, keyed by
 * device id. Never blocks its caller; what does not fit into its bounded memory fails at once.
 *
 * <p>The producer keeps trying far longer than anybody waits for it. A message that was given up
 * after its device was disconnected could otherwise be overtaken by the one behind it; so both stay
 * queued, in order, and the device's resends follow them.
 */
public final class TelemetryPublisher implements AutoCloseable {

  private static final Duration KEEP_TRYING = Duration.ofMinutes(2);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final int MEMORY_BYTES = 64 * 1024 * 1024;
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final Clock clock;

  private TelemetryPublisher(Producer<byte[], byte[]> producer, String topic, Clock clock) {
    this.producer = producer;
    this.topic = topic;
    this.clock = clock;
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

  private static Map<String, Object> config(String bootstrapServers) {
    return Map.ofEntries(
        Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
        Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "weir-telemetry"),
        Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
        Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
        Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) KEEP_TRYING.toMillis()),
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

  /**
   * Starts to write a message; sends of one device leave in the order of the calls.
   *
   * @return completes when Kafka has the message; fails when it will not have it
   */
  public CompletableFuture<Void> publish(Verdict.Admitted sender, DeviceMessage message) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    try {
      var unused =
          producer.send(
              record(sender, message),
              (metadata, failure) -> {
                if (failure == null) {
                  sent.complete(null);
                } else {
                  sent.completeExceptionally(failure);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      sent.completeExceptionally(e);
    }
    return sent;
  }

  private ProducerRecord<byte[], byte[]> record(Verdict.Admitted sender, DeviceMessage message) {
    Identity identity = sender.identity();
    ProducerRecord<byte[], byte[]> kafka =
        new ProducerRecord<>(
            topic, identity.deviceId().getBytes(StandardCharsets.UTF_8), message.body());
    var headers = kafka.headers();
    TelemetryHeaders.put(headers, TelemetryHeaders.CONNECTION_DEVICE_ID, identity.deviceId());
    TelemetryHeaders.put(headers, TelemetryHeaders.CONNECTION_AUTH_METHOD, sender.method().json());
    TelemetryHeaders.put(
        headers, TelemetryHeaders.CONNECTION_AUTH_GENERATION_ID, identity.generationId());
    TelemetryHeaders.put(headers, TelemetryHeaders.ENQUEUED_TIME, now());
    TelemetryHeaders.put(
        headers, TelemetryHeaders.MESSAGE_SOURCE, TelemetryHeaders.SOURCE_TELEMETRY);
    message.systemProperties().forEach((name, value) -> TelemetryHeaders.put(headers, name, value));
    message
        .properties()
        .forEach((name, value) -> TelemetryHeaders.putProperty(headers, name, value));
    return kafka;
  }

  private String now() {
    return MILLIS.format(Instant.now(clock));
  }

  /** What is still unsent fails. */
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
