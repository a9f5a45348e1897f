package io.weir.local.hub;

import io.weir.local.CommandFailure;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * One {@code up} of a hub at a time: two that make the same hub would each make its keys. The
 * operating system ends a turn whose holder dies.
 */
final class Turn implements Closeable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final SupervisorLock lock;

  private Turn(SupervisorLock lock) {
    this.lock = lock;
  }

  /** Waits until nobody else has it; calls {@code waiting} now and then meanwhile. */
  static Turn take(DataDirectory data, Duration within, Runnable waiting)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (true) {
      Optional<SupervisorLock> lock = SupervisorLock.tryAcquire(data.startLockFile());
      if (lock.isPresent()) {
        return new Turn(lock.get());
      }
      if (System.nanoTime() > deadline) {
        throw new CommandFailure(
            "another `weir up` of "
                + data.root()
                + " does not come to an end; `weir status` says"
                + " more");
      }
      waiting.run();
      Thread.sleep(POLL.toMillis());
    }
  }

  @Override
  public String toString() {
    return "turn, " + lock;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
