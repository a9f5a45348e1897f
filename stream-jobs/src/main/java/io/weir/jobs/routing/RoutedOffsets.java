package io.weir.jobs.routing;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the routing job starts when it has no checkpoint: after what was committed with the last
 * one, at a partition's beginning when nothing was.
 *
 * <p>Messages that retention has removed before they were routed are lost. That must not pass in
 * silence: the job fails, naming them, until somebody starts it with the leave to skip them.
 */
@SuppressWarnings("deprecation") // The connector's interface still speaks of OffsetResetStrategy.
final class RoutedOffsets implements OffsetsInitializer {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(RoutedOffsets.class);

  private final boolean skipLost;

  RoutedOffsets(boolean skipLost) {
    this.skipLost = skipLost;
  }

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    Map<TopicPartition, Long> start = new HashMap<>(retriever.beginningOffsets(partitions));
    Map<TopicPartition, Long> committed = retriever.committedOffsets(partitions);
    start.forEach(
        (partition, first) -> {
          if (first > 0 && committed.get(partition) == null) {
            LOG.warn(
                "{}: nothing was ever routed, and what was before {} is gone", partition, first);
          }
        });
    committed.forEach(
        (partition, next) -> {
          Long first = start.get(partition);
          if (first <= next) {
            start.put(partition, next);
          } else {
            lost(partition, next, first);
          }
        });
    return start;
  }

  private void lost(TopicPartition partition, long committed, long first) {
    String gap =
        partition
            + ": offsets "
            + committed
            + " to "
            + (first - 1)
            + " are gone (expected: kept until they are routed; --force yes skips them:"
            + " docs/messages.md)";
    if (!skipLost) {
      throw new IllegalStateException(gap);
    }
    LOG.error("Skipped what was not routed in time: {}", gap);
  }

  /** For offsets of a checkpoint. */
  @Override
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return skipLost ? OffsetResetStrategy.EARLIEST : OffsetResetStrategy.NONE;
  }
}
