package io.weir.edge.rest;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes of bodies that may be held while they are read. Thread-safe. */
final class BodyBudget {

  private final long max;
  private final AtomicLong held = new AtomicLong();

  BodyBudget(long max) {
    this.max = max;
  }

  /** Whether so many more may be held; they must be given back then. */
  boolean take(int bytes) {
    boolean fits = held.addAndGet(bytes) <= max;
    if (!fits) {
      held.addAndGet(-bytes);
    }
    return fits;
  }

  void giveBack(long bytes) {
    held.addAndGet(-bytes);
  }
}
