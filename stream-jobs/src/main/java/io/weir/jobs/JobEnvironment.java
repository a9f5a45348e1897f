package io.weir.jobs;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What all jobs have in common: checkpoints, restarts, no surprises in serialization. */
public final class JobEnvironment {

  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(5);
  private static final Duration CHECKPOINT_PAUSE = Duration.ofMillis(500);

  /** Longer than a database may be away without its job being failed. */
  private static final Duration CHECKPOINT_TIMEOUT = Duration.ofMinutes(15);

  private JobEnvironment() {}

  /**
   * The environment of a job.
   *
   * @param stateBackend {@code rocksdb} or {@code hashmap}
   * @param bufferTimeout how long a record waits for others on its way between tasks
   */
  public static StreamExecutionEnvironment create(
      JobArguments arguments, String stateBackend, Duration bufferTimeout) {
    Configuration configuration = new Configuration();
    configuration.set(StateBackendOptions.STATE_BACKEND, stateBackend);
    configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    // A key that is not there yet is looked for in every file: an import asks for nothing else.
    configuration.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ZERO);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofMillis(200));
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(2));
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        Duration.ofSeconds(30));
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, Integer.MAX_VALUE);

    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(arguments.parallelism());
    environment.setMaxParallelism(JobArguments.MAX_PARALLELISM);
    environment.setBufferTimeout(bufferTimeout.toMillis());
    environment.enableCheckpointing(CHECKPOINT_INTERVAL.toMillis(), CheckpointingMode.EXACTLY_ONCE);
    CheckpointConfig checkpoints = environment.getCheckpointConfig();
    checkpoints.enableUnalignedCheckpoints(false);
    checkpoints.setMinPauseBetweenCheckpoints(CHECKPOINT_PAUSE.toMillis());
    checkpoints.setCheckpointTimeout(CHECKPOINT_TIMEOUT.toMillis());
    // A checkpoint that fails loses nothing: the next one covers it. A restart would not mend the
    // storage that it failed for, and would add an outage; Flink's metrics show the last success.
    checkpoints.setTolerableCheckpointFailureNumber(Integer.MAX_VALUE);
    checkpoints.setExternalizedCheckpointRetention(
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    return environment;
  }
}
