package io.weir.edge.node;

import com.datastax.oss.driver.api.core.CqlSession;
import io.weir.device.store.CassandraSessions;
import io.weir.device.store.DeviceTables;
import io.weir.device.store.EndpointStatuses;
import io.weir.device.store.Explanations;
import io.weir.device.store.RulesTable;
import io.weir.device.store.Schema;
import io.weir.device.store.ShadowCounts;
import io.weir.device.topic.Topics;
import io.weir.device.twin.IndexedPaths;
import io.weir.edge.config.EdgeConfig.CassandraConfig;
import io.weir.edge.rules.ExplanationStore;
import io.weir.edge.rules.RulesStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for what a node needs before it can begin. */
final class NodeStart {

  private static final Logger LOG = LoggerFactory.getLogger(NodeStart.class);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long PAUSE_MILLIS = 250;
  private static final int CONNECT_MILLIS = 1_000;

  private NodeStart() {}

  static CqlSession session(CassandraConfig config) {
    AtomicBoolean loaded = new AtomicBoolean();
    return patiently(
        "Cassandra",
        () -> {
          // The first attempt loads the driver while Cassandra may still start; a further one is
          // made only when there is somebody to answer.
          if (loaded.getAndSet(true)) {
            requireListening(config.contactPoints());
          }
          return CassandraSessions.open(
              config.contactPoints(), config.datacenter(), config.keyspace());
        });
  }

  private static void requireListening(List<String> contactPoints) {
    if (contactPoints.stream().noneMatch(NodeStart::isListening)) {
      throw new IllegalStateException(contactPoints + ": nobody listens (expected: one at least)");
    }
  }

  private static boolean isListening(String contactPoint) {
    int colon = contactPoint.lastIndexOf(':');
    InetSocketAddress address =
        new InetSocketAddress(
            contactPoint.substring(0, colon), Integer.parseInt(contactPoint.substring(colon + 1)));
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      LOG.debug("{} does not listen", contactPoint, e);
      return false;
    }
  }

  static DeviceTables tables(CqlSession session, String keyspace) {
    return patiently("The device tables", () -> new DeviceTables(session, keyspace));
  }

  static RulesStore rules(CqlSession session, String keyspace) {
    return patiently(
        "The tables of rules",
        () ->
            new StoredRules(
                new RulesTable(session, keyspace), new ShadowCounts(session, keyspace)));
  }

  static ExplanationStore explanations(CqlSession session, String keyspace) {
    return patiently(
        "The explanations' table",
        () -> new StoredExplanations(new Explanations(session, keyspace)));
  }

  static EndpointStatuses endpointStatuses(CqlSession session, String keyspace) {
    return patiently("The endpoints' table", () -> new EndpointStatuses(session, keyspace));
  }

  /** Which paths of twins the rows are indexed by. */
  static IndexedPaths indexedPaths(CqlSession session, String keyspace) {
    return patiently("The indexed paths", () -> Schema.indexedPaths(session, keyspace));
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

  /** Begins on a thread of its own; {@link #result} waits for it. */
  static <T> CompletableFuture<T> meanwhile(Supplier<T> step) {
    ThreadFactory threads = EdgeThreads.named("start");
    return CompletableFuture.supplyAsync(step, task -> threads.newThread(task).start());
  }

  static <T> T result(CompletableFuture<T> step) {
    try {
      return step.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    }
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
          throw new IllegalStateException(what + ": not there (expected: within two minutes)", e);
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
