package io.weir.jobs.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AllowanceTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Allowance allowance = new Allowance(3, 2, -7);

  private long taken(long now) {
    return LongStream.range(0, 10).filter(i -> allowance.take(now)).count();
  }

  @Test
  @DisplayName("So many at once, then so many in a second, and never more than at first")
  void fillsAgain() {
    assertThat(taken(-7)).isEqualTo(3);
    assertThat(taken(-7 + SECOND / 2 - 1)).isZero();
    assertThat(taken(-7 + SECOND / 2)).isEqualTo(1);
    assertThat(taken(-7 + SECOND)).isEqualTo(1);
    assertThat(taken(-7 + 100 * SECOND)).isEqualTo(3);
  }

  @Test
  @DisplayName("What is earned in parts is not lost")
  void parts() {
    assertThat(taken(-7)).isEqualTo(3);
    long taken = 0;
    for (int i = 1; i <= 20; i++) {
      taken += taken(-7 + i * SECOND / 5);
    }
    assertThat(taken).isEqualTo(8);
  }
}
