package io.weir.jobs.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.jobs.JobEnvironment;
import io.weir.jobs.JobGraphs;
import java.time.Duration;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EndpointsJobTest {

  private final StreamExecutionEnvironment environment =
      JobEnvironment.create(JobGraphs.ARGUMENTS, "hashmap", Duration.ofMillis(1));

  EndpointsJobTest() {
    EndpointsJob.define(environment, JobGraphs.ARGUMENTS);
  }

  @Test
  @DisplayName("The log's rules 3: exactly-once, aligned checkpoints; uids and key groups for good")
  void recovers() {
    JobGraphs.assertRecoverable(environment, "endpoint-senders", "operations");
  }

  @Test
  @DisplayName("The graph is the same whatever endpoints there are")
  void isOneChain() {
    assertThat(environment.getStreamGraph().getJobGraph().getVertices())
        .extracting(JobVertex::getName)
        .containsExactly("Source: endpoint-senders -> operations: Writer -> operations: Committer");
  }

  @Test
  void theSourceTravels() throws Exception {
    assertThat(InstantiationUtil.clone(new EndpointsSource(JobGraphs.ARGUMENTS)).getProducedType())
        .isNotNull();
  }

  @Test
  void eachEndpointIsOneSubtasks() {
    for (String name : new String[] {"alerts", "Alerts", "archive", "hook-7", "_"}) {
      assertThat(new Share(0, 2).has(name)).isNotEqualTo(new Share(1, 2).has(name));
      assertThat(new Share(0, 1).has(name)).isTrue();
    }
    assertThat(new Share(0, 7).has("Alerts")).isEqualTo(new Share(0, 7).has("alerts"));
  }
}
