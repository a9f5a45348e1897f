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
    ProcessIdentity identity =
        process
            .map(running -> ProcessIdentity.of(running.toHandle()))
            .orElseGet(() -> new ProcessIdentity(0, 0));
    return new ComponentStatus(
        component.name(),
        state,
        component.address(),
        identity.pid(),
        identity.startedAtMillis(),
        component.version());
  }

  /** A component that does not run. */
  public static ComponentStatus stopped(String name) {
    return new ComponentStatus(name, ComponentState.STOPPED, "", 0, 0, "");
  }

  /** The component's process, if it still lives. */
  public Optional<ProcessHandle> alive() {
    return new ProcessIdentity(pid, startedAtMillis).alive();
  }

  /** As it is once nobody watches it any more. */
  public ComponentStatus unsupervised() {
    return alive().isEmpty()
        ? stopped(name)
        : new ComponentStatus(
            name, ComponentState.UNSUPERVISED, address, pid, startedAtMillis, version);
  }
}
