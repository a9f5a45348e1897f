package io.weir.jobs.routing;

import io.weir.device.topic.Topics;
import io.weir.jobs.JobArguments;
import io.weir.jobs.JobEnvironment;
import io.weir.jobs.kafka.OutboundRecordSerializer;
import io.weir.jobs.kafka.Sinks;
import io.weir.jobs.routing.RulesFeed.Times;
import io.weir.jobs.rules.KafkaRulesSource;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * The job {@code <hub>-routing}: reads {@code telemetry} and {@code device-events}, and writes each
 * message to the endpoints that the rules name. Each is one chain from source to sink: a message is
 * never serialised in between.
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
    define(environment, arguments, RoutingStores.inCassandra(arguments));
    environment.execute(arguments.hub() + "-routing");
  }

  /** Two chains that share nothing: what devices send never waits for what happens to them. */
  static void define(
      StreamExecutionEnvironment environment, JobArguments arguments, RoutingStores stores) {
    chain(environment, arguments, stores, Sources.TELEMETRY, "");
    chain(environment, arguments, stores, Sources.DEVICE_EVENTS, "-events");
  }

  /**
   * @param suffix of the operators' ids; that of the first release's chain is empty
   */
  private static void chain(
      StreamExecutionEnvironment environment,
      JobArguments arguments,
      RoutingStores stores,
      Sources kind,
      String suffix) {
    Topics topics = new Topics(arguments.hub());
    String kafka = arguments.kafka();
    String name = arguments.hub() + "-routing" + suffix;
    String source = kind == Sources.TELEMETRY ? "telemetry" : "device-events";
    environment
        .fromSource(
            source(arguments, kind.topicOf(topics), name), WatermarkStrategy.noWatermarks(), source)
        .uid(source)
        .transform(
            "routing" + suffix,
            OutboundRecordSerializer.TYPE,
            new RoutingOperatorFactory(
                arguments.hub(),
                kind,
                KafkaRulesSource.of(arguments, "routing"),
                () -> new EndpointTopics(kafka, name + "-topics"),
                stores,
                Times.DEFAULT))
        .uid("routing" + suffix)
        .sinkTo(Sinks.atLeastOnce(kafka, name, BATCH_BYTES))
        .name("endpoints" + suffix)
        .uid("endpoints" + suffix);
  }

  private static KafkaSource<TelemetryRecord> source(
      JobArguments arguments, String topic, String name) {
    return KafkaSource.<TelemetryRecord>builder()
        .setBootstrapServers(arguments.kafka())
        .setTopics(topic)
        .setGroupId(name)
        .setClientIdPrefix(name)
        .setStartingOffsets(new RoutedOffsets(arguments.force()))
        .setDeserializer(new TelemetryDeserializer())
        .setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000")
        .setProperty(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500")
        .build();
  }
}
