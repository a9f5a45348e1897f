package io.weir.jobs.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {

  private static final Progress SOME =
      new Progress("id", 7, Map.of("hub.telemetry-0", 41L, "hub.device-events-3", 5L));

  @Test
  void survivesItsText() {
    assertThat(SOME.text()).isEqualTo("id hub.device-events-3=5 hub.telemetry-0=41");
    assertThat(Progress.parse("id", 7, SOME.text())).contains(SOME);
    assertThat(Progress.parse("id", 0, Progress.none("id").text())).contains(Progress.none("id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "other hub.telemetry-0=41", "id x", "id x=", "id hub.telemetry-0=4 "})
  void whatIsOfAnotherTopicOrNotReadableIsNoProgress(String text) {
    assertThat(Progress.parse("id", 7, text)).isEmpty();
  }

  @Test
  void keepsTheHighestOfEachPartition() {
    Progress after = SOME.after(List.of(Letters.json(7, "{}"), Letters.json(42, "{}")), 43);
    assertThat(after.seen()).isEqualTo(Map.of("hub.telemetry-0", 42L, "hub.device-events-3", 5L));
    assertThat(SOME.after(List.of(Letters.json(7, "{}")), 8).seen()).isEqualTo(SOME.seen());
    assertThat(after.next()).isEqualTo(43);
  }

  @Test
  void tellsRepeats() {
    Progress.Repeats repeats =
        Progress.none("id").after(List.of(Letters.json(4, "{}")), 5).repeats();
    assertThat(repeats.isNew(Letters.json(4, "{}"))).isFalse();
    assertThat(repeats.isNew(Letters.json(5, "{}"))).isTrue();
    assertThat(repeats.isNew(Letters.json(5, "{}"))).isFalse();
    Letter unmarked = Letters.of(6, new byte[0], new RecordHeaders());
    assertThat(repeats.isNew(unmarked)).isTrue();
    assertThat(repeats.isNew(unmarked)).isTrue();
  }
}
