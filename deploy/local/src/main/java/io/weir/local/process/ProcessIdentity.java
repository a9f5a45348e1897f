package io.weir.local.process;

import java.time.Instant;
import java.util.Optional;

/**
 * A process for good: its pid, and when the operating system says that it began, which tells it
 * from a later one that got the same pid.
 *
 * @param startedAtMillis 0 when unknown
 */
public record ProcessIdentity(long pid, long startedAtMillis) {
  public static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(process.pid(), startOf(process));
  }

  /** The process, if it still lives. */
  public Optional<ProcessHandle> alive() {
    if (pid == 0 || startedAtMillis == 0) {
      return Optional.empty();
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> startOf(process) == startedAtMillis);
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
