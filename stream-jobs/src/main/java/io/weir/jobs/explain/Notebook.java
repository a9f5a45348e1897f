package io.weir.jobs.explain;

import java.time.Duration;
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

  private static final int MAX_WAITING = 200;
  private static final long MAX_WAITING_BYTES = 8L * 1024 * 1024;
  private static final long WARNING_NANOS = Duration.ofMinutes(1).toNanos();
  private static final Duration CLOSE = Duration.ofSeconds(3);

  private final ExplanationStore store;
  private final ThreadPoolExecutor thread;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private long warned = System.nanoTime() - WARNING_NANOS;

  private Notebook(ExplanationStore store) {
    this.store = store;
    this.thread = new Writer();
  }

  /**
   * Opens a notebook.
   *
   * @param store is closed with it, when nothing uses it any more
   */
  public static Notebook open(ExplanationStore store) {
    return new Notebook(store);
  }

  /**
   * Has this done with the store.
   *
   * @param bytes that it holds meanwhile
   * @return false when there is no room for it
   */
  public boolean write(long bytes, Consumer<ExplanationStore> entry) {
    if (waitingBytes.addAndGet(bytes) <= MAX_WAITING_BYTES || bytes == 0) {
      try {
        thread.execute(
            () -> {
              attempt(entry);
              waitingBytes.addAndGet(-bytes);
            });
        return true;
      } catch (RejectedExecutionException fullOrClosed) {
        LOG.trace("Not kept", fullOrClosed);
      }
    }
    waitingBytes.addAndGet(-bytes);
    lost.incrementAndGet();
    return false;
  }

  /** How many entries were not kept. */
  public long lost() {
    return lost.get();
  }

  private void attempt(Consumer<ExplanationStore> entry) {
    try {
      entry.accept(store);
    } catch (RuntimeException e) {
      lost.incrementAndGet();
      if (System.nanoTime() - warned >= WARNING_NANOS) {
        warned = System.nanoTime();
        LOG.warn("Some explanations are not kept", e);
      }
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
    }
  }

  private final class Writer extends ThreadPoolExecutor {

    Writer() {
      super(
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

    /** A store that is just connecting would be left open by somebody else's closing it. */
    @Override
    protected void terminated() {
      store.close();
    }
  }
}
