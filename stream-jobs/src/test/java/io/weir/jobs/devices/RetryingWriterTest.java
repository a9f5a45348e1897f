package io.weir.jobs.devices;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.RowChange;
import io.weir.device.store.LogTopic;
import io.weir.device.store.StoredState;
import io.weir.jobs.devices.RetryingWriter.Pauses;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RetryingWriterTest {

  private static final RowChange ROW = new RowChange.DropDevice(TwinKey.device("a"));

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
        new ThrowingStore(
            () ->
                attempts.incrementAndGet() < 3
                    ? new IllegalStateException("no node available")
                    : null);
    new RetryingWriter(throwing, timer, pauses(Duration.ofMinutes(1)), failures::incrementAndGet)
        .write("a", ROW, 1)
        .get(10, TimeUnit.SECONDS);
    assertThat(attempts).hasValue(3);
  }

  @Test
  @DisplayName("A row that the database refuses is not tried again: the task fails at once")
  void refusedRowsAreNotRetried() {
    AtomicInteger attempts = new AtomicInteger();
    RowStore refusing =
        new ThrowingStore(
            () -> {
              attempts.incrementAndGet();
              return new RowStore.RefusedException(new IllegalArgumentException("no such column"));
            });
    assertThat(
            new RetryingWriter(refusing, timer, pauses(Duration.ofMinutes(1)), () -> {})
                .write("a", ROW, 1))
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableThat()
        .withMessageContaining("refused");
    assertThat(attempts).hasValue(1);
  }

  @Test
  @DisplayName("What Cassandra finds invalid is refused, what may pass is not")
  void whatIsRefused() {
    assertThat(CassandraRowStore.refusedOrNot(new InvalidQueryException(null, "no such table")))
        .isInstanceOf(RowStore.RefusedException.class);
    assertThat(CassandraRowStore.refusedOrNot(new DriverTimeoutException("late")))
        .isInstanceOf(DriverTimeoutException.class);
  }

  @Test
  @DisplayName("An error ends the write, too: a barrier that waits for it would wait for ever")
  void errorsEndTheWrite() {
    RowStore broken = new ThrowingStore(() -> new NoClassDefFoundError("scripted error"));
    assertThat(
            new RetryingWriter(broken, timer, pauses(Duration.ofMinutes(1)), () -> {})
                .write("a", ROW, 1))
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableThat()
        .withMessageContaining("scripted error");
    assertThat(
            new RetryingWriter(
                    store,
                    timer,
                    pauses(Duration.ofMinutes(1)),
                    () -> {
                      throw new IllegalStateException("scripted defect");
                    })
                .write("a", failing(), 1))
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableThat()
        .withMessageContaining("scripted defect");
  }

  private RowChange failing() {
    store.failNext(1);
    return ROW;
  }

  /** Its writes end as a test says. */
  private record ThrowingStore(Supplier<Throwable> failure) implements RowStore {
    @Override
    public StoredState stored() {
      throw new AssertionError("not asked for");
    }

    @Override
    public long epoch() {
      return 0;
    }

    @Override
    public LogTopic claim(LogTopic topic) {
      return topic;
    }

    @Override
    public CompletionStage<Void> write(String key, RowChange change, long position) {
      Throwable thrown = failure.get();
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
  }

  private RetryingWriter writer(Duration patience) {
    return new RetryingWriter(store, timer, pauses(patience), failures::incrementAndGet);
  }

  private static Pauses pauses(Duration patience) {
    return new Pauses(Duration.ofMillis(1), Duration.ofMillis(4), patience);
  }
}
