package io.weir.local.process;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Keeps components running: starts each on demand, starts it again with a growing pause when it
 * dies, and stops it when asked. A component that never came up is reported once and left alone.
 */
public final class ProcessSupervisor {
  private final Path consoleDirectory;
  private final Consumer<ComponentStatus> listener;
  private final Map<String, ManagedProcess> processes = new LinkedHashMap<>();
  private boolean closing;

  /**
   * @param consoleDirectory where {@code <component>.out} takes what the processes print
   * @param listener told of every change of state, from the component's own thread
   */
  public ProcessSupervisor(Path consoleDirectory, Consumer<ComponentStatus> listener) {
    this.consoleDirectory = consoleDirectory;
    this.listener = listener;
  }

  /**
   * Starts a component. The future completes when it is healthy for the first time, or with {@link
   * ComponentFailedException}, at once when {@link #close} was called.
   */
  public CompletableFuture<Void> start(Component component) {
    ManagedProcess process =
        new ManagedProcess(
            component,
            consoleDirectory.resolve(component.name() + ".out"),
            BackOff.standard(),
            listener);
    synchronized (processes) {
      if (closing) {
        return CompletableFuture.failedFuture(
            new ComponentFailedException(component, "the hub is stopped"));
      }
      if (processes.putIfAbsent(component.name(), process) != null) {
        throw new IllegalStateException(
            "component: " + component.name() + " (expected: not started)");
      }
    }
    return process.start();
  }

  /** Kills the component's process at once; it is started again. */
  public void kill(String name) throws InterruptedException {
    Optional<ManagedProcess> process = find(name);
    if (process.isPresent()) {
      process.get().kill();
    }
  }

  /** Nothing is started any more; what has been started is to be stopped one by one. */
  public void close() {
    synchronized (processes) {
      closing = true;
    }
  }

  /**
   * Stops the component for good; does nothing when it was never started.
   *
   * @return true when its process ran, and ended in good order
   */
  public boolean stop(String name) throws InterruptedException {
    Optional<ManagedProcess> process = find(name);
    return process.isPresent() && process.get().stop();
  }

  /** All components that were started, in that order. */
  public List<ComponentStatus> statuses() {
    List<ManagedProcess> all;
    synchronized (processes) {
      all = List.copyOf(processes.values());
    }
    return all.stream().map(ManagedProcess::status).toList();
  }

  private Optional<ManagedProcess> find(String name) {
    synchronized (processes) {
      return Optional.ofNullable(processes.get(name));
    }
  }
}
