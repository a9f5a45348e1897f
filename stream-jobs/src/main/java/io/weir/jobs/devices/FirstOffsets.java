package io.weir.jobs.devices;

import java.util.Collection;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the devices job starts when it has no checkpoint: at the log's very first command.
 *
 * <p>Without keyed state a committed offset means nothing: deciding the commands after it from an
 * empty state would register a device twice or refuse one that exists. Replaying from the first
 * command gives the same decisions again, and rows with the same timestamps. Should the first
 * commands be gone, that is an error, as is any offset that is out of range (docs/architecture.md,
 * "The log's rules" 3 and 10).
 */
@SuppressWarnings("deprecation") // The connector's interface still speaks of OffsetResetStrategy.
final class FirstOffsets implements OffsetsInitializer {

  private static final long serialVersionUID = 1L;

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    Map<TopicPartition, Long> first = retriever.beginningOffsets(partitions);
    first.forEach(
        (partition, offset) -> {
          if (offset != 0) {
            throw new IllegalStateException(
                "first offset of "
                    + partition
                    + ": "
                    + offset
                    + " (expected: 0, or a checkpoint to start from)");
          }
        });
    return first;
  }

  @Override
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return OffsetResetStrategy.NONE;
  }
}
