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

class FirstOffsetsTest {

  private static final TopicPartition FULL = new TopicPartition("hub.device-commands", 0);
  private static final TopicPartition EMPTY = new TopicPartition("hub.device-commands", 1);
  private static final Instant NOW = Instant.parse("2026-01-31T00:00:00Z");

  private final ScriptedOffsets offsets = new ScriptedOffsets();

  @Test
  @DisplayName("The log's rules 3: without a checkpoint the log is read from its first command")
  void startsAtTheFirstCommand() {
    offsets.partition(FULL, 0, NOW.minus(Duration.ofDays(8)), NOW.minus(Duration.ofDays(1)));
    offsets.partition(EMPTY, 0);
    assertThat(start(false)).containsOnly(Map.entry(FULL, 0L), Map.entry(EMPTY, 0L));
    assertThat(new FirstOffsets(clock(), false).getAutoOffsetResetStrategy()).hasToString("none");
  }

  @Test
  @DisplayName("The log's rules 10: a log whose beginning is gone is an error")
  void theBeginningIsGone() {
    offsets.partition(FULL, 3, NOW);
    assertThatThrownBy(() -> start(true))
        .hasMessageContaining("first offset of hub.device-commands-0: 3");
  }

  @Test
  @DisplayName("The log's rules 1: a replay does not outlive Cassandra's memory of deletions")
  void anOldLogIsNotReplayed() {
    offsets.partition(FULL, 0, NOW.minus(Duration.ofDays(11)), NOW);
    assertThatThrownBy(() -> start(false))
        .hasMessageContaining("first command of hub.device-commands-0: before 2026-01-22T00:00:00Z")
        .hasMessageContaining("--force yes");
    assertThat(start(true)).containsOnly(Map.entry(FULL, 0L));
  }

  @Test
  @DisplayName("The log's rules 1: ... not even when nothing was written lately")
  void anOldQuietLogIsNotReplayed() {
    offsets.partition(FULL, 0, NOW.minus(Duration.ofDays(11)));
    assertThatThrownBy(() -> start(false)).hasMessageContaining("--force yes");
  }

  private Map<TopicPartition, Long> start(boolean anyAge) {
    return new FirstOffsets(clock(), anyAge).getPartitionOffsets(offsets.partitions(), offsets);
  }

  private static Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }
}
