package io.weir.local.process;

import java.util.Optional;

/**
 * A component at one moment.
 *
 * @param pid 0 when it has no process
 * @param startedAtMillis when the operating system says that process began; with the pid it tells
 *     the process from a later one of the same number; 0 when unknown
 */
public record ComponentStatus(
    String name,
    ComponentState state,
    String address,
    long pid,
    long startedAtMillis,
    String version) {

  static ComponentStatus of(Component component, ComponentState state, Optional<Process> process) {
    long pid = process.map(Process::pid).orElse(0L);
    long started =
        process
            .flatMap(running -> running.info().startInstant())
            .map(java.time.Instant::toEpochMilli)
            .orElse(0L);
    return new ComponentStatus(
        component.name(), state, component.address(), pid, started, component.version());
  }
}
