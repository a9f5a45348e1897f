package io.weir.jobs.endpoints.kafka;

import io.weir.jobs.outbox.OutboxPartition;
import io.weir.jobs.outbox.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * How far an outbox' partition is delivered, kept on the target's cluster: as the offset of a group
 * that is named after that partition. Kafka takes offsets only of topics that it has, so it is an
 * offset of the target topic by name; no consumer of that topic has this group.
 */
final class TargetOffsets {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Admin admin;
  private final TopicPartition key;
  private final String group;

  TargetOffsets(Admin admin, String topic, OutboxPartition outbox) {
    this.admin = admin;
    this.key = new TopicPartition(topic, 0);
    this.group = outbox.toString();
  }

  /** Waits for a transaction that is being committed. */
  Optional<Progress> read(String outbox) throws IOException {
    try {
      OffsetAndMetadata committed =
          admin
              .listConsumerGroupOffsets(
                  Map.of(group, new ListConsumerGroupOffsetsSpec()),
                  new ListConsumerGroupOffsetsOptions().requireStable(true))
              .partitionsToOffsetAndMetadata(group)
              .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
              .get(key);
      return committed == null
          ? Optional.empty()
          : Progress.parse(outbox, committed.offset(), committed.metadata());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the offsets of " + group + " are read");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Optional.empty();
      }
      throw new IOException("group " + group + ": offsets not read (expected: read)", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("group " + group + ": offsets not read (expected: in time)", e);
    }
  }

  /** Makes the progress part of the producer's transaction. */
  void add(Producer<byte[], byte[]> producer, Progress progress) {
    producer.sendOffsetsToTransaction(
        Map.of(key, new OffsetAndMetadata(progress.next(), progress.text())),
        new ConsumerGroupMetadata(group));
  }

  void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
