package io.weir.jobs.endpoints.kafka;

import io.weir.jobs.outbox.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/**
 * How far an outbox' partition is delivered, kept on the target's cluster: as the offset of a group
 * that is named after that partition. Kafka takes offsets only of topics that it has, so it is an
 * offset of the target topic by name; no consumer of that topic has this group.
 */
final class TargetOffsets {

  private final Consumer<byte[], byte[]> group;
  private final TopicPartition key;

  /**
   * @param group a consumer of that group, which reads what is committed and consumes nothing
   */
  TargetOffsets(Consumer<byte[], byte[]> group, String topic) {
    this.group = group;
    this.key = new TopicPartition(topic, 0);
  }

  /** Waits for a transaction that is being committed. */
  Optional<Progress> read(String outbox) {
    OffsetAndMetadata committed = group.committed(Set.of(key)).get(key);
    return committed == null
        ? Optional.empty()
        : Progress.parse(outbox, committed.offset(), committed.metadata());
  }

  /** Makes the progress part of the producer's transaction. */
  void add(Producer<byte[], byte[]> producer, Progress progress) {
    producer.sendOffsetsToTransaction(
        Map.of(key, new OffsetAndMetadata(progress.next(), progress.text())),
        group.groupMetadata());
  }

  void close() {
    group.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}
