package io.weir.jobs.routing;

import io.weir.jobs.JobEnvironment;
import io.weir.jobs.JobGraphs;
import java.time.Duration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RoutingJobTest {

  @Test
  @DisplayName("The log's rules 3: exactly-once, aligned checkpoints; uids and key groups for good")
  void recovers() {
    StreamExecutionEnvironment environment =
        JobEnvironment.create(JobGraphs.ARGUMENTS, "hashmap", Duration.ofMillis(1));
    RoutingJob.define(environment, JobGraphs.ARGUMENTS);
    JobGraphs.assertRecoverable(environment, "telemetry", "routing", "endpoints");
  }
}
