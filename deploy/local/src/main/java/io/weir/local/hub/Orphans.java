package io.weir.local.hub;

import io.weir.local.process.ComponentStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Components that outlived a supervisor that was killed. They are recognized by pid and start time,
 * so that a pid that now belongs to another program is left alone.
 */
final class Orphans {
  private static final Duration GRACE = Duration.ofSeconds(20);

  private Orphans() {}

  static List<ProcessHandle> of(HubState state) {
    return state.components().stream()
        .map(ComponentStatus::alive)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Asks them to end, kills what does not; returns when they are gone. */
  static void end(List<ProcessHandle> orphans) throws InterruptedException {
    orphans.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + GRACE.toNanos();
    for (ProcessHandle orphan : orphans) {
      if (!ended(orphan, deadline - System.nanoTime())) {
        orphan.destroyForcibly();
        ended(orphan, GRACE.toNanos());
      }
    }
  }

  private static boolean ended(ProcessHandle process, long nanos) throws InterruptedException {
    try {
      process.onExit().get(Math.max(nanos, 1), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException alive) {
      return false;
    } catch (ExecutionException e) {
      return !process.isAlive();
    }
  }
}
