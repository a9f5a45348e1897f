package io.weir.jobs.outbox;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Offsets of the consumer's own group on the hub's Kafka. */
final class GroupProgress implements ProgressStore {

  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final String outbox;

  /**
   * @param outbox Kafka's id of the topic
   */
  GroupProgress(Consumer<byte[], byte[]> consumer, TopicPartition partition, String outbox) {
    this.consumer = consumer;
    this.partition = partition;
    this.outbox = outbox;
  }

  @Override
  public Progress read() {
    OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
    return committed == null
        ? Progress.none(outbox)
        : Progress.parse(outbox, committed.offset(), committed.metadata())
            .orElse(Progress.none(outbox));
  }

  @Override
  public void commit(Progress progress) {
    consumer.commitSync(Map.of(partition, new OffsetAndMetadata(progress.next(), progress.text())));
  }
}
