package io.weir.edge.node;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * One incarnation's own view of its lease, on the monotonic clock: its age is counted from the
 * moment when the newest heartbeat that was read back had been SENT, so every change appended
 * before that moment has been read (design, "The log's rules" 7). Errs on the side of an earlier
 * end than the log's: nobody else takes the lease before this node has let go of it.
 */
final class LeaseTimer {

  private final LongSupplier nanoTime;
  private final long freshNanos;
  private final long leaseNanos;
  private final Deque<Sent> unread = new ArrayDeque<>();
  private volatile long renewedAt;
  private volatile boolean renewed;
  private volatile boolean lapsed;

  /**
   * @param nanoTime {@link System#nanoTime}
   * @param fresh how old a heartbeat may be while the lease counts as live
   * @param lease how old it may be at all
   */
  LeaseTimer(LongSupplier nanoTime, Duration fresh, Duration lease) {
    this.nanoTime = nanoTime;
    this.freshNanos = fresh.toNanos();
    this.leaseNanos = lease.toNanos();
  }

  /** To be called before the heartbeat is handed to the producer. */
  synchronized void sent(long counter) {
    long now = nanoTime.getAsLong();
    while (!unread.isEmpty() && now - unread.peekFirst().at() >= leaseNanos) {
      unread.removeFirst();
    }
    unread.addLast(new Sent(counter, now));
  }

  /** The log has shown this incarnation's heartbeat, and its claim is good. */
  synchronized void readBack(long counter) {
    if (state() == LeaseState.LAPSED && renewed) {
      return;
    }
    while (!unread.isEmpty() && unread.peekFirst().counter() <= counter) {
      Sent sent = unread.removeFirst();
      if (sent.counter() == counter && nanoTime.getAsLong() - sent.at() < leaseNanos) {
        renewedAt = sent.at();
        renewed = true;
      }
    }
  }

  /** The lease is lost whatever the clock says. */
  void lapse() {
    lapsed = true;
  }

  /**
   * LAPSED before the first renewal, and for ever once a renewal came too late. Takes no lock,
   * since each acknowledgement asks; a renewal at the very end may come to nothing by it.
   */
  LeaseState state() {
    if (lapsed || !renewed) {
      return LeaseState.LAPSED;
    }
    long age = nanoTime.getAsLong() - renewedAt;
    if (age >= leaseNanos) {
      lapsed = true;
      return LeaseState.LAPSED;
    }
    return age >= freshNanos ? LeaseState.STALE : LeaseState.LIVE;
  }

  private record Sent(long counter, long at) {}
}
