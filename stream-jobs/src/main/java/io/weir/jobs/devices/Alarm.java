package io.weir.jobs.devices;

import java.time.Duration;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimerService;

/**
 * The timer of the current key: at most one, set by decisions (docs/architecture.md, "The log's
 * rules" 2). When it goes off it appends a tick to the log, and that is all: it reads no state. It
 * is part of the checkpoint.
 */
final class Alarm {

  /** After the credential's end, so that the edge ends the connection first by its own clock. */
  static final Duration GRACE = Duration.ofSeconds(5);

  private final InternalTimerService<VoidNamespace> timers;

  Alarm(InternalTimerService<VoidNamespace> timers) {
    this.timers = timers;
  }

  /** Follows a decision; a tick that came too early by the log's clock has used its timer up. */
  void follow(KeyDecider.Due due) {
    Long before = due.before();
    Long after = due.after();
    if (before != null && !before.equals(after)) {
      timers.deleteProcessingTimeTimer(VoidNamespace.INSTANCE, graced(before));
    }
    if (after != null && !after.equals(before)) {
      timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, graced(after));
    } else if (after != null && due.ticked()) {
      long soon = timers.currentProcessingTime() + GRACE.toMillis();
      timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, Math.max(graced(after), soon));
    }
  }

  private static long graced(long due) {
    return due > Long.MAX_VALUE - GRACE.toMillis() ? Long.MAX_VALUE : due + GRACE.toMillis();
  }
}
