package io.weir.local.bench;

import io.weir.local.hub.HubConfig;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** The topics that a benchmark's jobs read and write, all as wide as the hub's. */
final class BenchTopics implements AutoCloseable {
  private static final int PARTITIONS = 4;
  private static final long WAIT_SECONDS = 30;

  private final Admin admin;

  private BenchTopics(Admin admin) {
    this.admin = admin;
  }

  static BenchTopics of(HubConfig config) {
    return new BenchTopics(Admin.create(Map.of("bootstrap.servers", config.kafkaAddress())));
  }

  void create(Collection<String> names) throws IOException, InterruptedException {
    answer(
        admin
            .createTopics(
                names.stream().map(name -> new NewTopic(name, PARTITIONS, (short) 1)).toList())
            .all());
  }

  /** How many records were ever written to each topic. */
  Map<String, Long> written(Collection<String> names) throws IOException, InterruptedException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (String name : names) {
      partitions(name).forEach(partition -> ends.put(partition, OffsetSpec.latest()));
    }
    Map<String, Long> written = new TreeMap<>();
    answer(admin.listOffsets(ends).all())
        .forEach((partition, end) -> written.merge(partition.topic(), end.offset(), Long::sum));
    return written;
  }

  /** Lets a consumer group, which nobody is in, begin a topic anew. */
  void rewind(String group, String topic) throws IOException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
    partitions(topic).forEach(partition -> beginning.put(partition, new OffsetAndMetadata(0)));
    answer(admin.alterConsumerGroupOffsets(group, beginning).all());
  }

  private static List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(topic, i)).toList();
  }

  private static <T> T answer(KafkaFuture<T> asked) throws IOException, InterruptedException {
    try {
      return asked.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Kafka did not do what the benchmark asked for: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
