package io.weir.jobs.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.ConditionRow;
import io.weir.jobs.explain.MemoryExplanationStore;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.shadow.MemoryShadowStore;
import io.weir.jobs.twins.ScriptedTwins;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of conditions, each row a route of rules that the job reads from Kafka, and a record in
 * the topic of its source. The job has no Cassandra here, so that messages whose rows look at the
 * twin go through its operator alone, with another store.
 */
@DisplayName("ROUTE-02..08: conditions mean in the Flink job what the table says")
@SuppressWarnings("try") // The close() of Flink's harness throws whatever an operator throws.
class ConditionJobTest {

  private static final ConditionOutcomes OUTCOMES = new ConditionOutcomes();

  /** The versions of the rules that the job is to refuse. */
  private static final Map<ConditionRow, Long> PUBLISHED = new HashMap<>();

  @TempDir private static Path directory;

  static List<ConditionRow> rows() {
    return ConditionRow.all();
  }

  @BeforeAll
  static void run() throws Exception {
    List<ConditionGroup> groups =
        ConditionGroup.of(rows().stream().filter(row -> row.error().isEmpty()).toList());
    try (LocalRoutingJob job = LocalRoutingJob.start(directory)) {
      for (ConditionRow row : rows()) {
        if (row.error().isPresent()) {
          PUBLISHED.put(row, job.publish(row.rules()));
        }
      }
      for (ConditionGroup group : groups) {
        if (!group.readsTwin()) {
          job.apply(group.rules());
          job.send(group.kind(), group.record());
        }
      }
      OUTCOMES.add(job.finish(ConditionGroup.TOPIC, "hub.operations"));
    }
    for (ConditionGroup group : groups) {
      if (group.readsTwin()) {
        OUTCOMES.add(judgedWithTwin(group));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void rowHolds(ConditionRow row) {
    if (row.error().isPresent()) {
      assertThat(OUTCOMES.refusal(PUBLISHED.get(row)))
          .hasValueSatisfying(reason -> assertThat(reason).contains(row.error().get()));
    } else {
      assertThat(OUTCOMES.verdict(row)).isEqualTo(row.expected());
    }
  }

  private static List<OutboundRecord> judgedWithTwin(ConditionGroup group) throws Exception {
    ScriptedRules rules = new ScriptedRules();
    rules.publish(1, group.rules());
    ScriptedTwins twins = new ScriptedTwins();
    group.message().twin().ifPresent(twin -> twins.put(ConditionGroup.DEVICE, twin.toString()));
    try (var harness =
        RoutingHarness.of(
            group.kind(),
            rules,
            new RoutingStores(
                twins.factory(), MemoryShadowStore.NONE, MemoryExplanationStore.UNREAD))) {
      harness.open();
      harness.processElement(group.record(), 0);
      harness.prepareSnapshotPreBarrier(1);
      return harness.extractOutputValues();
    }
  }
}
