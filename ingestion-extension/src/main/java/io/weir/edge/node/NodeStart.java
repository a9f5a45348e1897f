package io.weir.edge.node;

import com.datastax.oss.driver.api.core.CqlSession;
import io.weir.device.store.CassandraSessions;
import io.weir.device.store.DeviceTables;
import io.weir.device.topic.Topics;
import io.weir.edge.config.EdgeConfig.CassandraConfig;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for what a node needs before it can begin. */
final class NodeStart {

  private static final Logger LOG = LoggerFactory.getLogger(NodeStart.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 250;

  private NodeStart() {}

  static CqlSession session(CassandraConfig config) {
    return patiently(
        "Cassandra",
        () ->
            CassandraSessions.open(config.contactPoints(), config.datacenter(), config.keyspace()));
  }

  static DeviceTables tables(CqlSession session, String keyspace) {
    return patiently("The device tables", () -> new DeviceTables(session, keyspace));
  }

  /** How many nodes the topic {@code edge} has room for. */
  static int partitions(KafkaSettings kafka, Topics topics) {
    return patiently(
        "Kafka",
        () -> {
          try (KafkaConsumer<byte[], byte[]> consumer = kafka.consumer("start")) {
            require(consumer, topics.identityChanges());
            require(consumer, topics.deviceCommands());
            return require(consumer, topics.edge());
          }
        });
  }

  private static int require(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    int partitions = consumer.partitionsFor(topic).size();
    if (partitions == 0) {
      throw new IllegalStateException("topic " + topic + ": missing (expected: created by `up`)");
    }
    return partitions;
  }

  private static <T> T patiently(String what, Supplier<T> attempt) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return attempt.get();
      } catch (RuntimeException e) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(what + ": not there (expected: within a minute)", e);
        }
        LOG.info("{} is not there yet: {}", what, e.getMessage());
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", e);
    }
  }
}
