package io.weir.jobs.devices;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a job goes on whose state is made anew of the store: behind what was committed with the
 * last checkpoint, up to which every row is in the store (docs/architecture.md, "The log's rules"
 * 10). Never the end: what is between would be lost. Where nothing was committed, or Kafka has
 * forgotten it, from the first command, with what {@link FirstOffsets} asks of that.
 */
@SuppressWarnings("deprecation") // The connector's interface still speaks of OffsetResetStrategy.
final class CommittedOffsets implements OffsetsInitializer {

  private static final long serialVersionUID = 1L;

  private final FirstOffsets firstOffsets;

  CommittedOffsets(FirstOffsets firstOffsets) {
    this.firstOffsets = firstOffsets;
  }

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    Map<TopicPartition, Long> first = retriever.beginningOffsets(partitions);
    Map<TopicPartition, Long> committed = retriever.committedOffsets(partitions);
    Map<TopicPartition, Long> start = new HashMap<>();
    Set<TopicPartition> uncommitted = new HashSet<>();
    for (TopicPartition partition : partitions) {
      Long next = committed.get(partition);
      long begin = first.get(partition);
      if (next == null) {
        uncommitted.add(partition);
        continue;
      }
      if (next < begin) {
        throw new IllegalStateException(
            partition
                + ": commands "
                + next
                + " to "
                + (begin - 1)
                + " are gone (expected: kept until they are decided)");
      }
      start.put(partition, next);
    }
    if (!uncommitted.isEmpty()) {
      start.putAll(firstOffsets.getPartitionOffsets(uncommitted, retriever));
    }
    return start;
  }

  @Override
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return OffsetResetStrategy.NONE;
  }
}
