package io.weir.jobs.routing;

import io.weir.device.topic.Topics;
import io.weir.jobs.JobArguments;
import io.weir.jobs.JobEnvironment;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.kafka.OutboundRecordSerializer;
import io.weir.jobs.kafka.Sinks;
import io.weir.jobs.routing.RulesFeed.Times;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * The job {@code <hub>-routing}: reads {@code telemetry}, and writes each message to the endpoints
 * that the rules name. One chain from source to sink: a message is never serialised in between.
 */
public final class RoutingJob {

  private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(1);
  private static final int BATCH_BYTES = 128 * 1024;

  private RoutingJob() {}

  /**
   * Submits the job.
   *
   * @param args as {@link JobArguments} says
   */
  public static void main(String[] args) throws Exception {
    JobArguments arguments = JobArguments.parse(args);
    StreamExecutionEnvironment environment =
        JobEnvironment.create(arguments, "hashmap", BUFFER_TIMEOUT);
    define(environment, arguments);
    environment.execute(arguments.hub() + "-routing");
  }

  static void define(StreamExecutionEnvironment environment, JobArguments arguments) {
    String kafka = arguments.kafka();
    String name = arguments.hub() + "-routing";
    environment
        .fromSource(source(arguments, name), WatermarkStrategy.noWatermarks(), "telemetry")
        .uid("telemetry")
        .transform(
            "routing",
            OutboundRecordSerializer.TYPE,
            new RoutingOperatorFactory(
                arguments.hub(),
                KafkaRulesSource.of(arguments),
                () -> new EndpointTopics(kafka, name + "-topics"),
                Times.DEFAULT))
        .uid("routing")
        .sinkTo(sink(arguments, name))
        .name("endpoints")
        .uid("endpoints");
  }

  private static KafkaSource<TelemetryRecord> source(JobArguments arguments, String name) {
    return KafkaSource.<TelemetryRecord>builder()
        .setBootstrapServers(arguments.kafka())
        .setTopics(new Topics(arguments.hub()).telemetry())
        .setGroupId(name)
        .setClientIdPrefix(name)
        .setStartingOffsets(new RoutedOffsets(arguments.force()))
        .setDeserializer(new TelemetryDeserializer())
        .setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000")
        .setProperty(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500")
        .build();
  }

  private static KafkaSink<OutboundRecord> sink(JobArguments arguments, String name) {
    return Sinks.atLeastOnce(arguments.kafka(), name, BATCH_BYTES);
  }
}
