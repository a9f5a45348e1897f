package io.weir.jobs.kafka;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer.PartitionOffsetsRetriever;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** A topic in memory as a source's start sees it. */
public final class ScriptedOffsets implements PartitionOffsetsRetriever {

  private record Partition(long first, List<Instant> records) {}

  private final Map<TopicPartition, Partition> partitions = new HashMap<>();
  private final Map<TopicPartition, Long> committed = new HashMap<>();

  /** Adds a partition with one record at each of these times, the first of them at that offset. */
  public void partition(TopicPartition partition, long first, Instant... records) {
    partitions.put(partition, new Partition(first, List.of(records)));
  }

  public void commit(TopicPartition partition, long offset) {
    committed.put(partition, offset);
  }

  public Set<TopicPartition> partitions() {
    return partitions.keySet();
  }

  @Override
  public Map<TopicPartition, Long> committedOffsets(Collection<TopicPartition> asked) {
    return asked.stream()
        .filter(committed::containsKey)
        .collect(Collectors.toMap(Function.identity(), committed::get));
  }

  @Override
  public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> asked) {
    return asked.stream().collect(Collectors.toMap(p -> p, p -> partitions.get(p).first));
  }

  @Override
  public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> asked) {
    return asked.stream()
        .collect(
            Collectors.toMap(
                p -> p, p -> partitions.get(p).first + partitions.get(p).records.size()));
  }

  @Override
  public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> asked) {
    Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
    asked.forEach(
        (key, time) -> {
          Partition partition = partitions.get(key);
          IntStream.range(0, partition.records.size())
              .filter(index -> partition.records.get(index).toEpochMilli() >= time)
              .findFirst()
              .ifPresent(
                  index -> found.put(key, new OffsetAndTimestamp(partition.first + index, time)));
        });
    return found;
  }
}
