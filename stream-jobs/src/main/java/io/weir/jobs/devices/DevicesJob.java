package io.weir.jobs.devices;

import io.weir.device.topic.Topics;
import io.weir.jobs.JobArguments;
import io.weir.jobs.JobEnvironment;
import io.weir.jobs.devices.RetryingWriter.Pauses;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.kafka.OutboundRecordSerializer;
import io.weir.jobs.kafka.Sinks;
import java.time.Clock;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * The job {@code <hub>-devices}: reads {@code device-commands}, decides each command by its key,
 * and writes rows to Cassandra and effects to {@code edge}, {@code identity-changes} and {@code
 * rules}.
 */
public final class DevicesJob {

  private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(1);
  private static final int BATCH_BYTES = 64 * 1024;

  private DevicesJob() {}

  /**
   * Submits the job.
   *
   * @param args as {@link JobArguments} says
   */
  public static void main(String[] args) throws Exception {
    JobArguments arguments = JobArguments.parse(args);
    StreamExecutionEnvironment environment =
        JobEnvironment.create(arguments, "rocksdb", BUFFER_TIMEOUT);
    define(environment, arguments, CassandraRowStore.of(arguments));
    environment.execute(arguments.hub() + "-devices");
  }

  static void define(
      StreamExecutionEnvironment environment, JobArguments arguments, RowStore.Factory stores) {
    String name = arguments.hub() + "-devices";
    environment
        .fromSource(source(arguments, name), WatermarkStrategy.noWatermarks(), "device-commands")
        .uid("device-commands")
        .keyBy(CommandRecord::key, Types.STRING)
        .transform(
            "devices",
            OutboundRecordSerializer.TYPE,
            new DevicesOperatorFactory(
                arguments.hub(),
                stores,
                new LogTopics.OfKafka(arguments.kafka(), topic(arguments)),
                Pauses.DEFAULT,
                DevicesOperatorFactory.CAPACITY,
                arguments.rebuild()))
        .uid("devices")
        .sinkTo(sink(arguments, name))
        .name("effects")
        .uid("effects");
  }

  private static KafkaSource<CommandRecord> source(JobArguments arguments, String name) {
    FirstOffsets first = new FirstOffsets(Clock.systemUTC(), arguments.force());
    return KafkaSource.<CommandRecord>builder()
        .setBootstrapServers(arguments.kafka())
        .setTopics(topic(arguments))
        .setGroupId(name)
        .setClientIdPrefix(name)
        .setStartingOffsets(arguments.rebuild() ? new CommittedOffsets(first) : first)
        .setDeserializer(new CommandDeserializer())
        // The topic's partition count never changes: positions and keys' order depend on it.
        .setProperty(KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), "-1")
        .setProperty(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "1")
        .setProperty(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500")
        .build();
  }

  private static String topic(JobArguments arguments) {
    return new Topics(arguments.hub()).deviceCommands();
  }

  private static KafkaSink<OutboundRecord> sink(JobArguments arguments, String name) {
    return Sinks.atLeastOnce(arguments.kafka(), name, BATCH_BYTES);
  }
}
