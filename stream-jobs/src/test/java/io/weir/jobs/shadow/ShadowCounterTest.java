package io.weir.jobs.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.state.ShadowCount;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShadowCounterTest {

  private static final Duration SOON = Duration.ofMillis(5);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final MemoryShadowStore store = new MemoryShadowStore();

  @Test
  @DisplayName("Totals are written when they have changed, and only then")
  void writesChanges() throws Exception {
    ShadowCounter counter = counter(SOON);
    count(counter, new Difference("hot", true));
    await().until(() -> store.puts().size() == 1);
    count(counter, new Difference("cold", false));
    await().until(() -> store.puts().size() == 2);
    counter.count(List.of(), () -> "unasked");
    end(counter);
    assertThat(store.puts())
        .containsExactly(
            new ShadowCount("hot", 1, 0, List.of("sample")),
            new ShadowCount("cold", 0, 1, List.of("sample")));
  }

  @Test
  @DisplayName("What could not be written is written later")
  void triesAgain() throws Exception {
    store.away(true);
    ShadowCounter counter = counter(SOON);
    count(counter, new Difference("hot", true));
    await().until(() -> store.attempts() >= 2);
    assertThat(store.puts()).isEmpty();
    store.away(false);
    await().until(() -> !store.puts().isEmpty());
    end(counter);
    assertThat(store.of(7)).containsEntry("hot", new ShadowCount("hot", 1, 0, List.of("sample")));
  }

  @Test
  @DisplayName("The end writes once more and closes the store, even one that is away")
  void end() throws Exception {
    ShadowCounter counter = counter(NEVER);
    count(counter, new Difference("hot", true));
    assertThat(store.open()).isEqualTo(1);
    end(counter);
    assertThat(store.puts()).hasSize(1);
    assertThat(store.open()).isZero();

    store.away(true);
    ShadowCounter other = counter(NEVER);
    count(other, new Difference("hot", true));
    end(other);
    assertThat(store.open()).isZero();
  }

  @Test
  @DisplayName("The first five samples of a route are kept, and no more are made")
  void samples() throws Exception {
    ShadowCounter counter = counter(NEVER);
    AtomicInteger made = new AtomicInteger();
    for (int i = 0; i < 8; i++) {
      counter.count(
          List.of(new Difference("hot", true), new Difference("cold", false)),
          () -> "sample " + made.incrementAndGet());
    }
    end(counter);
    List<String> first = List.of("sample 1", "sample 2", "sample 3", "sample 4", "sample 5");
    assertThat(store.of(7))
        .containsEntry("hot", new ShadowCount("hot", 8, 0, first))
        .containsEntry("cold", new ShadowCount("cold", 0, 8, first));
    assertThat(made).hasValue(5);
  }

  private ShadowCounter counter(Duration period) {
    return ShadowCounter.start(7, "run", store.opened(), period);
  }

  private static void count(ShadowCounter counter, Difference difference) {
    counter.count(List.of(difference), () -> "sample");
  }

  private static void end(ShadowCounter counter) throws InterruptedException {
    counter.end();
    assertThat(counter.awaitEnd(PATIENCE)).isTrue();
  }
}
