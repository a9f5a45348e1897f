package io.weir.jobs.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration MOST = Duration.ofSeconds(1);

  private final BackOff longest = new BackOff(FIRST, MOST, () -> 1);

  @Test
  void doublesUpToALimit() {
    assertThat(longest.after(0, Duration.ZERO)).isEqualTo(FIRST);
    assertThat(longest.after(1, Duration.ZERO)).isEqualTo(Duration.ofMillis(200));
    assertThat(longest.after(4, Duration.ZERO)).isEqualTo(MOST);
    assertThat(longest.after(Integer.MAX_VALUE, Duration.ZERO)).isEqualTo(MOST);
  }

  @Test
  void isHalfAsLongAtLeast() {
    assertThat(new BackOff(FIRST, MOST, () -> 0).after(1, Duration.ZERO))
        .isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void heedsWhatTheOtherSideAsksFor() {
    assertThat(longest.after(0, Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
    assertThat(longest.after(4, FIRST)).isEqualTo(MOST);
    assertThat(longest.after(0, Duration.ofDays(1))).isEqualTo(Duration.ofMinutes(10));
  }
}
