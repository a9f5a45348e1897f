package io.weir.jobs.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.jobs.kafka.ScriptedOffsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CommittedOffsetsTest {

  private static final TopicPartition FULL = new TopicPartition("hub.device-commands", 0);
  private static final TopicPartition EMPTY = new TopicPartition("hub.device-commands", 1);
  private static final Instant NOW = Instant.parse("2026-01-31T00:00:00Z");

  private final ScriptedOffsets offsets = new ScriptedOffsets();

  @Test
  @DisplayName("The log's rules 10: a rebuilt job goes on behind the last checkpoint")
  void committed() {
    offsets.partition(FULL, 0, NOW.minus(Duration.ofDays(100)), NOW, NOW);
    offsets.partition(EMPTY, 0);
    offsets.commit(FULL, 2);
    assertThat(start(false)).containsOnly(Map.entry(FULL, 2L), Map.entry(EMPTY, 0L));
  }

  @Test
  @DisplayName("The log's rules 10: commands that are gone before they were decided are an error")
  void gone() {
    offsets.partition(FULL, 3, NOW);
    offsets.commit(FULL, 2);
    assertThatThrownBy(() -> start(true)).hasMessageContaining("commands 2 to 2 are gone");
  }

  @Test
  @DisplayName("The log's rules 1: without a commit only a young log is replayed, or a forced one")
  void nothingCommitted() {
    offsets.partition(FULL, 0, NOW.minus(Duration.ofDays(11)), NOW);
    assertThatThrownBy(() -> start(false)).hasMessageContaining("--force yes");
    assertThat(start(true)).containsOnly(Map.entry(FULL, 0L));
    offsets.partition(FULL, 0, NOW.minus(Duration.ofDays(3)), NOW);
    assertThat(start(false)).containsOnly(Map.entry(FULL, 0L));
  }

  private Map<TopicPartition, Long> start(boolean anyAge) {
    FirstOffsets first = new FirstOffsets(Clock.fixed(NOW, ZoneOffset.UTC), anyAge);
    return new CommittedOffsets(first).getPartitionOffsets(offsets.partitions(), offsets);
  }
}
