package io.weir.device.query;

import io.weir.dsl.query.QueryException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Hears how far a query has come. Called from any thread; must not block. */
@FunctionalInterface
public interface QueryProgress {

  /** For whoever does not want to know. */
  QueryProgress NONE = scanned -> {};

  /**
   * @param scanned twins that were read so far
   */
  void read(long scanned);

  /** Ends a query that nobody waits for any more. */
  final class Stop {
    private final AtomicBoolean stopped = new AtomicBoolean();

    void now() {
      stopped.set(true);
    }
  }

  /** Counts, and ends a query that reads too much. */
  final class Counted {
    private final QueryProgress progress;
    private final QuerySettings settings;
    private final Stop stop;
    private final AtomicLong scanned = new AtomicLong();

    Counted(QueryProgress progress, QuerySettings settings, Stop stop) {
      this.progress = progress;
      this.settings = settings;
      this.stop = stop;
    }

    /** Whether little of what may be read is left. */
    boolean isNearlySpent() {
      return scanned.get() + Candidates.MAX_BATCH > settings.maxScanned();
    }

    void stop() {
      stop.now();
    }

    void add(int twins) {
      long now = scanned.addAndGet(twins);
      progress.read(now);
      if (stop.stopped.get()) {
        throw new QueryBusyException("Nobody waits for the query any more.");
      }
      if (now > settings.maxScanned()) {
        throw new QueryException(
            "The query has read "
                + now
                + " twins (expected: at most "
                + settings.maxScanned()
                + "); name a device, or a path that is indexed: EXPLAIN shows the plan");
      }
    }
  }
}
