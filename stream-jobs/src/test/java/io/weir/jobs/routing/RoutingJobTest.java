package io.weir.jobs.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.jobs.JobEnvironment;
import io.weir.jobs.JobGraphs;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RoutingJobTest {

  /** Of the first release: a savepoint of it names these four operators and no others. */
  private static final List<String> FIRST_RELEASE =
      List.of(
          "be53ea59566bef57edb81f8ef0de4d98", // the committer of "endpoints"
          "e2b069cb57d38109f6f69bb6be2ef873", // "endpoints"
          "0a2aa18a68f6d60902c71ef52a8a3aec", // "routing"
          "17c861091e5babf941b9d8b0677cc228"); // "telemetry"

  private final StreamExecutionEnvironment environment =
      JobEnvironment.create(JobGraphs.ARGUMENTS, "hashmap", Duration.ofMillis(1));

  RoutingJobTest() {
    RoutingJob.define(
        environment, JobGraphs.ARGUMENTS, RoutingStores.inCassandra(JobGraphs.ARGUMENTS));
  }

  @Test
  @DisplayName("The log's rules 3: exactly-once, aligned checkpoints; uids and key groups for good")
  void recovers() {
    JobGraphs.assertRecoverable(
        environment,
        "telemetry",
        "routing",
        "endpoints",
        "device-events",
        "routing-events",
        "endpoints-events");
  }

  @Test
  @DisplayName("Telemetry's chain is the first release's, so that its savepoints restore; no other")
  void chains() {
    List<JobVertex> vertices =
        StreamSupport.stream(
                environment.getStreamGraph().getJobGraph().getVertices().spliterator(), false)
            .toList();
    assertThat(vertices)
        .extracting(JobVertex::getName)
        .containsExactlyInAnyOrder(
            "Source: telemetry -> routing -> endpoints: Writer -> endpoints: Committer",
            "Source: device-events -> routing-events -> endpoints-events: Writer"
                + " -> endpoints-events: Committer");
    assertThat(vertices).allMatch(JobVertex::isInputVertex);
    assertThat(vertices)
        .filteredOn(vertex -> vertex.getName().startsWith("Source: telemetry"))
        .singleElement()
        .satisfies(
            vertex ->
                assertThat(vertex.getOperatorIDs())
                    .extracting(OperatorIDPair::getGeneratedOperatorID)
                    .extracting(Object::toString)
                    .containsExactlyElementsOf(FIRST_RELEASE));
  }
}
