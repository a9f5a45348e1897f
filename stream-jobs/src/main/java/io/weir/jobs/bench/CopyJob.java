package io.weir.jobs.bench;

import io.weir.jobs.JobArguments;
import io.weir.jobs.JobEnvironment;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.kafka.OutboundRecordSerializer;
import io.weir.jobs.kafka.Sinks;
import java.time.Duration;
import java.util.Arrays;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Copies one topic to another and does nothing else: what Kafka, Flink and Kafka take by
 * themselves, with the settings of the routing job. The floor of {@code weir bench latency} and
 * {@code routing}; no part of a hub.
 */
public final class CopyJob {
  private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(1);
  private static final int BATCH_BYTES = 128 * 1024;

  private CopyJob() {}

  /**
   * Submits the job.
   *
   * @param args the topic to read, the topic to write, and what {@link JobArguments} says
   */
  public static void main(String[] args) throws Exception {
    JobArguments arguments = JobArguments.parse(Arrays.copyOfRange(args, 2, args.length));
    StreamExecutionEnvironment environment =
        JobEnvironment.create(arguments, "hashmap", BUFFER_TIMEOUT);
    String name = arguments.hub() + "-bench-copy";
    KafkaSource<OutboundRecord> source =
        KafkaSource.<OutboundRecord>builder()
            .setBootstrapServers(arguments.kafka())
            .setTopics(args[0])
            .setGroupId(name)
            .setClientIdPrefix(name)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(new Copy(args[1]))
            .setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000")
            .setProperty(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500")
            .build();
    environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "in")
        .uid("in")
        .sinkTo(Sinks.atLeastOnce(arguments.kafka(), name, BATCH_BYTES))
        .name("out")
        .uid("out");
    environment.execute(name);
  }

  private static final class Copy implements KafkaRecordDeserializationSchema<OutboundRecord> {
    private static final long serialVersionUID = 1L;

    private final String topic;

    private Copy(String topic) {
      this.topic = topic;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<OutboundRecord> out) {
      out.collect(
          new OutboundRecord(
              topic, null, record.timestamp(), record.key(), record.value(), record.headers()));
    }

    @Override
    public TypeInformation<OutboundRecord> getProducedType() {
      return OutboundRecordSerializer.TYPE;
    }
  }
}
