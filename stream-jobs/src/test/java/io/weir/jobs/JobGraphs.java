package io.weir.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;

/** What is true of every job. */
public final class JobGraphs {

  public static final JobArguments ARGUMENTS =
      new JobArguments(
          "hub",
          "127.0.0.1:1",
          List.of("127.0.0.1:2"),
          "datacenter1",
          2,
          /* force= */ false,
          /* rebuild= */ false,
          /* files= */ "",
          /* secrets= */ "");

  private JobGraphs() {}

  /** Checks how the job recovers (the log's rules 3), and that a savepoint fits a later release. */
  public static void assertRecoverable(StreamExecutionEnvironment environment, String... uids) {
    StreamGraph graph = environment.getStreamGraph();
    CheckpointConfig checkpoints = graph.getCheckpointConfig();
    assertThat(checkpoints.isCheckpointingEnabled()).isTrue();
    assertThat(checkpoints.getCheckpointingConsistencyMode())
        .isEqualTo(CheckpointingMode.EXACTLY_ONCE);
    assertThat(checkpoints.isUnalignedCheckpointsEnabled()).isFalse();
    assertThat(checkpoints.getMaxConcurrentCheckpoints()).isEqualTo(1);

    assertThat(graph.getStreamNodes())
        .allSatisfy(node -> assertThat(node.getMaxParallelism()).isEqualTo(128))
        .allSatisfy(node -> assertThat(node.getTransformationUID()).isNotNull());
    Set<String> given =
        graph.getStreamNodes().stream()
            .map(StreamNode::getTransformationUID)
            .collect(Collectors.toSet());
    assertThat(given).contains(uids);
  }
}
