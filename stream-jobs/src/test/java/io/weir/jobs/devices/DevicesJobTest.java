package io.weir.jobs.devices;

import io.weir.jobs.JobEnvironment;
import io.weir.jobs.JobGraphs;
import java.time.Duration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DevicesJobTest {

  @Test
  @DisplayName("The log's rules 3: exactly-once, aligned checkpoints; uids and key groups for good")
  void recovers() {
    StreamExecutionEnvironment environment =
        JobEnvironment.create(JobGraphs.ARGUMENTS, "rocksdb", Duration.ofMillis(1));
    DevicesJob.define(environment, JobGraphs.ARGUMENTS, CassandraRowStore.of(JobGraphs.ARGUMENTS));
    JobGraphs.assertRecoverable(environment, "device-commands", "devices", "effects");
  }
}
