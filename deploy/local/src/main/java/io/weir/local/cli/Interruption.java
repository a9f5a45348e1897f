package io.weir.local.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a long-running command finish in order when it is told to stop (Ctrl-C, SIGTERM): what it
 * made is taken away before the process ends.
 */
final class Interruption implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "weir-stop");
  private volatile boolean asked;

  private final Runnable reaction;

  private Interruption(Runnable reaction) {
    this.reaction = reaction;
  }

  /** From now until {@link #close}, a signal only sets {@link #asked}. */
  static Interruption watch() {
    return register(() -> {});
  }

  /** From now until {@link #close}, a signal interrupts the thread that calls this. */
  static Interruption interruptingThisThread() {
    return register(Thread.currentThread()::interrupt);
  }

  private static Interruption register(Runnable reaction) {
    Interruption interruption = new Interruption(reaction);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void stop() {
    asked = true;
    reaction.run();
    try {
      boolean inTime = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!inTime) {
        System.err.println("weir: stopped before everything was put back");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the command was told to stop. */
  boolean asked() {
    return asked;
  }

  @Override
  public void close() {
    finished.countDown();
    if (!asked) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The signal came in this very moment; the hook has nothing to wait for any more.
        asked = true;
      }
    }
  }
}
