package io.weir.edge.node;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that may be held at a time of what others send. Thread-safe. */
public final class ByteBudget {

  private final long max;
  private final AtomicLong held = new AtomicLong();

  public ByteBudget(long max) {
    this.max = max;
  }

  /** Whether so many more may be held; they must be given back then. */
  public boolean take(int bytes) {
    boolean fits = held.addAndGet(bytes) <= max;
    if (!fits) {
      held.addAndGet(-bytes);
    }
    return fits;
  }

  public void giveBack(long bytes) {
    held.addAndGet(-bytes);
  }
}
