package io.weir.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The log's rules 7: the lease's age on the monotonic clock")
class LeaseTimerTest {

  private long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();
  private final LeaseTimer timer =
      new LeaseTimer(() -> now, Duration.ofSeconds(1), Duration.ofSeconds(30));

  @Test
  void lapsedUntilTheFirstHeartbeatIsReadBack() {
    timer.sent(1);
    assertThat(timer.state()).isEqualTo(LeaseState.LAPSED);
    timer.readBack(1);
    assertThat(timer.state()).isEqualTo(LeaseState.LIVE);
  }

  @Test
  void ageCountsFromTheSendingNotFromTheReading() {
    timer.sent(1);
    pass(900);
    timer.readBack(1);
    assertThat(timer.state()).isEqualTo(LeaseState.LIVE);
    pass(100);
    assertThat(timer.state()).isEqualTo(LeaseState.STALE);
  }

  @Test
  void newerHeartbeatRenews() {
    timer.sent(1);
    timer.readBack(1);
    pass(800);
    timer.sent(2);
    pass(800);
    assertThat(timer.state()).isEqualTo(LeaseState.STALE);
    timer.readBack(2);
    assertThat(timer.state()).isEqualTo(LeaseState.LIVE);
  }

  @Test
  void repeatOfAnOlderHeartbeatRenewsNothing() {
    timer.sent(1);
    timer.sent(2);
    timer.readBack(2);
    pass(1_500);
    timer.readBack(1);
    timer.readBack(2);
    assertThat(timer.state()).isEqualTo(LeaseState.STALE);
  }

  @Test
  void lapsesAfterThirtySecondsForGood() {
    timer.sent(1);
    timer.readBack(1);
    pass(29_900);
    timer.sent(2);
    assertThat(timer.state()).isEqualTo(LeaseState.STALE);
    pass(100);
    timer.readBack(2);
    assertThat(timer.state()).isEqualTo(LeaseState.LAPSED);
    timer.sent(3);
    timer.readBack(3);
    assertThat(timer.state()).isEqualTo(LeaseState.LAPSED);
  }

  private void pass(long millis) {
    now += Duration.ofMillis(millis).toNanos();
  }
}
