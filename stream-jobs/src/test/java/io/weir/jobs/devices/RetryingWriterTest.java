package io.weir.jobs.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.state.RowChange;
import io.weir.jobs.devices.RetryingWriter.Pauses;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RetryingWriterTest {

  private static final RowChange ROW = new RowChange.DropIdentity("a");

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ScriptedStore store = new ScriptedStore();
  private final AtomicInteger failures = new AtomicInteger();

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  @DisplayName("The log's rules 3: a write is retried with the same timestamp until it succeeds")
  void retriesTheSameWrite() throws Exception {
    store.failNext(4);
    writer(Duration.ofMinutes(1)).write("a", ROW, 7).get(10, TimeUnit.SECONDS);
    assertThat(store.asked()).hasSize(5).containsOnly(new ScriptedStore.Write("a", ROW, 7));
    assertThat(failures).hasValue(4);
  }

  @Test
  @DisplayName("The log's rules 3: ... or the task fails")
  void givesUpWhenPatienceIsOver() {
    store.failNext(Integer.MAX_VALUE);
    assertThat(writer(Duration.ofMillis(50)).write("a", ROW, 7))
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableThat()
        .withMessageContaining("scripted failure");
  }

  @Test
  void aStoreThatThrowsIsRetriedToo() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    RowStore throwing =
        new RowStore() {
          @Override
          public long epoch() {
            return 0;
          }

          @Override
          public java.util.concurrent.CompletionStage<Void> write(
              String key, RowChange change, long position) {
            if (attempts.incrementAndGet() < 3) {
              throw new IllegalStateException("no node available");
            }
            return java.util.concurrent.CompletableFuture.completedFuture(null);
          }

          @Override
          public void close() {}
        };
    new RetryingWriter(throwing, timer, pauses(Duration.ofMinutes(1)), failures::incrementAndGet)
        .write("a", ROW, 1)
        .get(10, TimeUnit.SECONDS);
    assertThat(attempts).hasValue(3);
  }

  private RetryingWriter writer(Duration patience) {
    return new RetryingWriter(store, timer, pauses(patience), failures::incrementAndGet);
  }

  private static Pauses pauses(Duration patience) {
    return new Pauses(Duration.ofMillis(1), Duration.ofMillis(4), patience);
  }
}
