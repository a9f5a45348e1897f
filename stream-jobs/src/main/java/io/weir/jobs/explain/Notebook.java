package io.weir.jobs.explain;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to an {@link ExplanationStore} that nobody waits on: a thread of its own does what it is
 * given, in its order. A store that is slow or away holds nobody up; what comes on top of a full
 * queue is not kept, nor is what fails. Explanations are for people, and nothing depends on them.
 */
public final class Notebook implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Notebook.class);

  /** Each may hold a message, that is, up to 256 KB. */
  private static final int MAX_WAITING = 200;

  private static final Duration CLOSE = Duration.ofSeconds(3);

  private final ExplanationStore store;
  private final ExecutorService thread;
  private final AtomicLong lost = new AtomicLong();
  private boolean failing;

  private Notebook(ExplanationStore store) {
    this.store = store;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            work -> {
              Thread made = new Thread(work, "explanations");
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * Opens a notebook.
   *
   * @param store is closed with it
   */
  public static Notebook open(ExplanationStore store) {
    return new Notebook(store);
  }

  /** Has this done with the store, or drops it. */
  public void write(Consumer<ExplanationStore> entry) {
    try {
      thread.execute(() -> attempt(entry));
    } catch (RejectedExecutionException fullOrClosed) {
      lost.incrementAndGet();
    }
  }

  /** How much was not kept. */
  public long lost() {
    return lost.get();
  }

  private void attempt(Consumer<ExplanationStore> entry) {
    try {
      entry.accept(store);
      failing = false;
    } catch (RuntimeException e) {
      lost.incrementAndGet();
      if (!failing) {
        LOG.warn("Explanations are not kept, until they can be", e);
      }
      failing = true;
    }
  }

  /** Does what was given still, as far as that takes seconds only. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE.toNanos(), TimeUnit.NANOSECONDS)) {
        thread.shutdownNow();
        LOG.warn("The last explanations are not kept");
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    } finally {
      store.close();
    }
  }
}
