package io.weir.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {

  @Test
  void callsAreDueAtEvenIntervalsHoweverLateTheyAreMade() throws Exception {
    List<Long> due = new ArrayList<>();

    long number =
        new Pace(1_000)
            .keep(
                0.05,
                (i, dueNanos) -> {
                  assertThat(i).isEqualTo(due.size());
                  assertThat(System.nanoTime()).isGreaterThanOrEqualTo(dueNanos);
                  due.add(dueNanos);
                  // A call that takes ten intervals delays the next ones and moves no due time.
                  if (i == 3) {
                    awaitNanoTime(System.nanoTime() + 10_000_000);
                  }
                });

    assertThat(number).isEqualTo(50);
    assertThat(due).hasSize(50);
    for (int i = 1; i < due.size(); i++) {
      assertThat(due.get(i) - due.get(i - 1)).isEqualTo(1_000_000);
    }
  }

  private static void awaitNanoTime(long nanos) {
    while (System.nanoTime() < nanos) {
      Thread.onSpinWait();
    }
  }
}
