package io.weir.jobs.devices;

import io.weir.device.state.RowChange;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a row until it is durable: always the same change with the same position, with growing
 * pauses, and gives up only after a long time, or at once when no repetition can help.
 */
final class RetryingWriter {

  private static final Logger LOG = LoggerFactory.getLogger(RetryingWriter.class);

  /**
   * How long to wait and when to give up.
   *
   * @param first the pause after the first failure; each further one is twice as long
   * @param longest no pause is longer
   * @param patience from the first attempt to the last
   */
  record Pauses(Duration first, Duration longest, Duration patience) implements Serializable {

    /** Longer than any restart of a database node; the task restarts after it. */
    static final Pauses DEFAULT =
        new Pauses(Duration.ofMillis(20), Duration.ofSeconds(1), Duration.ofMinutes(10));
  }

  /** While the database is away every write of every device fails again and again. */
  private static final long WARNING_NANOS = Duration.ofSeconds(10).toNanos();

  private final RowStore store;
  private final ScheduledExecutorService timer;
  private final Pauses pauses;
  private final Runnable onRetry;
  private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());
  private final AtomicLong failures = new AtomicLong();

  /**
   * Makes a writer.
   *
   * @param onRetry counts failed attempts; called from any thread
   */
  RetryingWriter(RowStore store, ScheduledExecutorService timer, Pauses pauses, Runnable onRetry) {
    this.store = store;
    this.timer = timer;
    this.pauses = pauses;
    this.onRetry = onRetry;
  }

  /**
   * Completes when the row is durable; fails, with the last error, when patience is over or the row
   * is refused. It always ends: a barrier waits for it.
   */
  CompletableFuture<Void> write(String key, RowChange change, long position) {
    Attempts attempts = new Attempts(key, change, position);
    attempts.next();
    return attempts.done;
  }

  private void warn(Attempts failed, Throwable failure) {
    long count = failures.incrementAndGet();
    long due = nextWarning.get();
    long now = System.nanoTime();
    if (now - due >= 0 && nextWarning.compareAndSet(due, now + WARNING_NANOS)) {
      failures.addAndGet(-count);
      LOG.warn(
          "{} attempts to write a row failed since the last warning, such as {} of {}: {}",
          count,
          failed.change.row(),
          failed.key,
          failure.toString());
    }
  }

  private final class Attempts {
    private final String key;
    private final RowChange change;
    private final long position;
    private final long deadline = System.nanoTime() + pauses.patience.toNanos();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private long pause = pauses.first.toMillis();

    Attempts(String key, RowChange change, long position) {
      this.key = key;
      this.change = change;
      this.position = position;
    }

    void next() {
      attempt()
          .whenComplete(
              (written, failure) -> {
                try {
                  finished(failure);
                } catch (Throwable e) {
                  done.completeExceptionally(e);
                }
              });
    }

    private CompletionStage<Void> attempt() {
      try {
        return store.write(key, change, position);
      } catch (Throwable e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    private void finished(Throwable failure) {
      if (failure == null) {
        done.complete(null);
        return;
      }
      onRetry.run();
      boolean hopeless = failure instanceof RowStore.RefusedException || failure instanceof Error;
      if (hopeless || System.nanoTime() - deadline >= 0) {
        done.completeExceptionally(failure);
        return;
      }
      warn(this, failure);
      try {
        // A failure of the attempt itself completes `done`.
        var unused = timer.schedule(this::next, pause, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        done.completeExceptionally(failure);
      }
      pause = Math.min(2 * pause, pauses.longest.toMillis());
    }
  }
}
