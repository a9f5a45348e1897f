package io.weir.jobs.shadow;

import io.weir.device.state.ShadowCount;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of counting where one shadow differs, from zero. A thread of its own writes the totals
 * that have changed, so that a store that is slow or away holds nobody up: what could not be
 * written is written later.
 */
public final class ShadowCounter {

  private static final Logger LOG = LoggerFactory.getLogger(ShadowCounter.class);

  private final long shadow;
  private final String writer;
  private final ShadowStore store;
  private final ShadowTally tally = new ShadowTally();
  private final Map<String, ShadowCount> written = new HashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "shadow-counter");
            thread.setDaemon(true);
            return thread;
          });
  private boolean failing;

  private ShadowCounter(long shadow, String writer, ShadowStore store) {
    this.shadow = shadow;
    this.writer = writer;
    this.store = store;
  }

  /**
   * Starts counting.
   *
   * @param writer names this run; no other has its name
   * @param store is closed with the counter
   * @param period between two looks at what has changed
   */
  public static ShadowCounter start(
      long shadow, String writer, ShadowStore store, Duration period) {
    ShadowCounter counter = new ShadowCounter(shadow, writer, store);
    var unused =
        counter.timer.scheduleWithFixedDelay(
            counter::write, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    return counter;
  }

  /** The id of the shadow. */
  public long shadow() {
    return shadow;
  }

  /**
   * Counts one message.
   *
   * @param sample what is kept of it; asked for only when it is kept
   */
  public void count(List<Difference> differences, Supplier<String> sample) {
    if (!differences.isEmpty()) {
      tally.add(differences, sample);
    }
  }

  /** Has the totals written once more and the store closed, and returns at once. */
  public void end() {
    timer.execute(this::finish);
    timer.shutdown();
  }

  /** Waits for what {@link #end} has begun; false when it takes longer. */
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    return timer.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void finish() {
    write();
    store.close();
  }

  private void write() {
    try {
      for (ShadowCount total : tally.totals()) {
        if (!total.equals(written.get(total.route()))) {
          store.put(shadow, writer, total);
          written.put(total.route(), total);
        }
      }
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.warn("The differences of shadow {} are not written, until they can be", shadow, e);
      }
      failing = true;
    }
  }
}
