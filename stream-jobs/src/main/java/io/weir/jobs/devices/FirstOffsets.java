package io.weir.jobs.devices;

import io.weir.device.store.Schema;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
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
 *
 * <p>A log whose first command is nearly as old as Cassandra's memory of deletions is replayed only
 * when that is asked for: devices that were deleted would be there again, and could authenticate,
 * until the replay reaches their deletion.
 */
@SuppressWarnings("deprecation") // The connector's interface still speaks of OffsetResetStrategy.
final class FirstOffsets implements OffsetsInitializer {

  private static final long serialVersionUID = 1L;

  /** Less than Cassandra's memory, so that the replay ends before a deletion is forgotten. */
  static final Duration OLDEST = Schema.GC_GRACE.minusDays(1);

  private final Clock clock;
  private final boolean anyAge;

  /**
   * Makes an initializer.
   *
   * @param anyAge whether a log of any age is replayed
   */
  FirstOffsets(Clock clock, boolean anyAge) {
    this.clock = clock;
    this.anyAge = anyAge;
  }

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
    if (!anyAge) {
      requireYoung(partitions, retriever);
    }
    return first;
  }

  private void requireYoung(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    Instant oldest = clock.instant().minus(OLDEST);
    Map<TopicPartition, Long> end = retriever.endOffsets(partitions);
    Map<TopicPartition, OffsetAndTimestamp> young =
        retriever.offsetsForTimes(
            partitions.stream().collect(Collectors.toMap(p -> p, p -> oldest.toEpochMilli())));
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp firstYoung = young.get(partition);
      boolean allYoung = firstYoung != null && firstYoung.offset() == 0;
      if (end.get(partition) > 0 && !allYoung) {
        throw new IllegalStateException(
            "first command of "
                + partition
                + ": before "
                + oldest
                + " (expected: a checkpoint to start from, or --force yes while no edge runs, since"
                + " a replay shows deleted devices again until it reaches their deletion:"
                + " docs/cassandra.md)");
      }
    }
  }

  @Override
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return OffsetResetStrategy.NONE;
  }
}
