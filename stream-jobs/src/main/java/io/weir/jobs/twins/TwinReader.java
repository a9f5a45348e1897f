package io.weir.jobs.twins;

import io.weir.device.identity.TwinKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads twins in a thread of its own, each until it is read: after a failure again, with growing
 * pauses. No message may be judged by a twin that is merely missing. The store is opened for the
 * first read, so that rules without {@code $twin} have none.
 */
public final class TwinReader implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(TwinReader.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** While the database is away every read of every device fails again and again. */
  private static final long WARNING_NANOS = Duration.ofSeconds(10).toNanos();

  private final TwinStore.Factory stores;
  private final Consumer<TwinRead> onRead;
  private final ScheduledExecutorService thread;
  private TwinStore store;
  private boolean closed;
  private long nextWarning = System.nanoTime();

  /**
   * Makes a reader.
   *
   * @param onRead takes each answer, in the reader's thread
   */
  public TwinReader(TwinStore.Factory stores, Consumer<TwinRead> onRead) {
    this.stores = stores;
    this.onRead = onRead;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "twin-reads");
              made.setDaemon(true);
              return made;
            });
  }

  /** Starts a read; returns at once. */
  public void read(TwinKey key) {
    thread.execute(() -> attempt(key, FIRST_PAUSE));
  }

  private void attempt(TwinKey key, Duration pause) {
    // After the end nobody takes an answer, and the exception that says so goes nowhere.
    var unused =
        started(key)
            .whenCompleteAsync(
                (read, failure) -> {
                  if (failure == null) {
                    onRead.accept(read);
                  } else {
                    again(key, pause, failure);
                  }
                },
                thread);
  }

  private CompletionStage<TwinRead> started(TwinKey key) {
    try {
      TwinStore open = opened();
      long startedAt = System.nanoTime();
      return open.read(key).thenApplyAsync(text -> TwinRead.of(key, startedAt, text), thread);
    } catch (Throwable e) {
      // An error, too: a read that ended unnoticed would let its messages wait for ever.
      return CompletableFuture.failedFuture(e);
    }
  }

  private void again(TwinKey key, Duration pause, Throwable failure) {
    long now = System.nanoTime();
    if (now - nextWarning >= 0) {
      nextWarning = now + WARNING_NANOS;
      LOGGER.warn("Twins are not read, such as that of {}: {}", key.path(), failure.toString());
    }
    Duration doubled = pause.multipliedBy(2);
    Duration next = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    var unused = thread.schedule(() -> attempt(key, next), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized TwinStore opened() {
    if (closed) {
      throw new IllegalStateException("twins: closed (expected: open)");
    }
    if (store == null) {
      store = stores.open();
    }
    return store;
  }

  /** Ends all reads, and closes the store; waits for one that is being opened. */
  @Override
  public void close() {
    thread.shutdownNow();
    synchronized (this) {
      closed = true;
      if (store != null) {
        store.close();
      }
    }
  }
}
