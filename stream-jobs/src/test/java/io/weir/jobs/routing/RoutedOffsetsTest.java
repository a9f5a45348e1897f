package io.weir.jobs.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.jobs.kafka.ScriptedOffsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RoutedOffsetsTest {

  private static final TopicPartition ONE = new TopicPartition("hub.telemetry", 0);
  private static final TopicPartition NEW = new TopicPartition("hub.telemetry", 1);

  private final ScriptedOffsets offsets = new ScriptedOffsets();

  @Test
  @DisplayName("Routing goes on where it has committed, and begins at a new partition's beginning")
  void goesOn() {
    offsets.partition(ONE, 5, Instant.EPOCH, Instant.EPOCH);
    offsets.commit(ONE, 6);
    offsets.partition(NEW, 3, Instant.EPOCH);
    assertThat(start(false)).containsOnly(Map.entry(ONE, 6L), Map.entry(NEW, 3L));
  }

  @Test
  @DisplayName("Messages that retention has removed before they were routed are an error, named")
  void aGapIsNamed() {
    offsets.partition(ONE, 5, Instant.EPOCH);
    offsets.commit(ONE, 2);
    assertThatThrownBy(() -> start(false))
        .hasMessageContaining("hub.telemetry-0: offsets 2 to 4 are gone")
        .hasMessageContaining("--force yes");
    assertThat(start(true)).containsOnly(Map.entry(ONE, 5L));
  }

  @Test
  @DisplayName("Restored from a checkpoint, an offset that is gone is an error likewise")
  void nothingIsSkippedAtRunTime() {
    assertThat(new RoutedOffsets(false).getAutoOffsetResetStrategy()).hasToString("none");
    assertThat(new RoutedOffsets(true).getAutoOffsetResetStrategy()).hasToString("earliest");
  }

  private Map<TopicPartition, Long> start(boolean skip) {
    return new RoutedOffsets(skip).getPartitionOffsets(offsets.partitions(), offsets);
  }
}
