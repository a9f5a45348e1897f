package io.weir.jobs.endpoints;

import io.weir.jobs.JobArguments;
import io.weir.jobs.JobEnvironment;
import io.weir.jobs.kafka.Sinks;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job {@code <hub>-endpoints}: delivers what the routing job leaves in the outboxes of
 * endpoints. Endpoints are data: the job's graph is fixed, and its source starts and stops senders
 * as the rules come and go. What flows through the graph is what is to be said on {@code
 * operations}; how far each outbox is delivered is not in Flink's state but with the offsets.
 */
public final class EndpointsJob {

  private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(1);
  private static final int BATCH_BYTES = 16 * 1024;

  private EndpointsJob() {}

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
    environment.execute(arguments.hub() + "-endpoints");
  }

  static void define(StreamExecutionEnvironment environment, JobArguments arguments) {
    environment
        .fromSource(
            new EndpointsSource(arguments), WatermarkStrategy.noWatermarks(), "endpoint-senders")
        .uid("endpoint-senders")
        .sinkTo(Sinks.atLeastOnce(arguments.kafka(), arguments.hub() + "-endpoints", BATCH_BYTES))
        .name("operations")
        .uid("operations");
  }
}
