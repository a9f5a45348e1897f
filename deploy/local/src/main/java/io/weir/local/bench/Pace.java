package io.weir.local.bench;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * An open load: calls are due at even intervals, whether or not the one before is done, and a call
 * that is late still counts from the moment when it was due.
 *
 * @param perSecond calls a second
 */
record Pace(double perSecond) {
  /** What is due at one moment. */
  @FunctionalInterface
  interface Call {
    /**
     * Makes the call.
     *
     * @param number from 0
     * @param dueNanos when it was due, {@link System#nanoTime}
     */
    void make(long number, long dueNanos) throws IOException;
  }

  /** Makes the calls of so many seconds; returns how many. */
  long keep(double seconds, Call call) throws IOException, InterruptedException {
    long number = (long) (perSecond * seconds);
    long begun = System.nanoTime();
    double interval = 1e9 / perSecond;
    for (long i = 0; i < number; i++) {
      long due = begun + (long) (i * interval);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      call.make(i, due);
    }
    return number;
  }
}
