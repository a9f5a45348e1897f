package io.weir.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one component running on a thread of its own, until it is told to stop. */
final class ManagedProcess {
  private static final Logger log = LoggerFactory.getLogger(ManagedProcess.class);
  private static final int START_ATTEMPTS = 2;

  /** What a JVM exits with when SIGTERM ends it in good order. */
  private static final int TERMINATED = 128 + 15;

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PREPARATION_LIMIT = Duration.ofMinutes(1);

  private final Component component;
  private final Path consoleFile;
  private final BackOff backOff;
  private final Consumer<ComponentStatus> listener;
  private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
  private final Thread keeper;
  private final Object lock = new Object();

  private Process process;
  private boolean stopping;
  private ComponentState state = ComponentState.WAITING;

  ManagedProcess(
      Component component, Path consoleFile, BackOff backOff, Consumer<ComponentStatus> listener) {
    this.component = component;
    this.consoleFile = consoleFile;
    this.backOff = backOff;
    this.listener = listener;
    this.keeper = new Thread(this::keep, component.name() + "-keeper");
    this.keeper.setDaemon(true);
  }

  Component component() {
    return component;
  }

  CompletableFuture<Void> start() {
    keeper.start();
    return firstReady;
  }

  ComponentStatus status() {
    synchronized (lock) {
      return ComponentStatus.of(component, state, Optional.ofNullable(process));
    }
  }

  /** SIGKILL; the keeper then starts it again. Returns when the process is gone. */
  void kill() throws InterruptedException {
    Process victim;
    synchronized (lock) {
      victim = process;
    }
    if (victim != null) {
      victim.destroyForcibly();
      victim.waitFor(10, TimeUnit.SECONDS);
    }
  }

  /**
   * Asks the process to stop, kills it when it takes too long; returns when it is gone.
   *
   * @return true when it ran, and ended because it was asked to
   */
  boolean stop() throws InterruptedException {
    boolean obeyed = false;
    Process victim;
    synchronized (lock) {
      stopping = true;
      lock.notifyAll();
      victim = process;
    }
    if (victim != null && victim.isAlive()) {
      enter(ComponentState.STOPPING, victim);
      victim.destroy();
      if (victim.waitFor(component.stopWithin().toMillis(), TimeUnit.MILLISECONDS)) {
        obeyed = victim.exitValue() == 0 || victim.exitValue() == TERMINATED;
      } else {
        log.warn("{} did not stop within {}; killed", component.name(), component.stopWithin());
        victim.destroyForcibly();
        victim.waitFor(10, TimeUnit.SECONDS);
      }
    }
    keeper.join(10_000);
    enter(ComponentState.STOPPED, null);
    return obeyed;
  }

  private void keep() {
    int attempts = 0;
    try {
      while (!isStopping()) {
        long begun = System.nanoTime();
        long logOffset = sizeOf(component.logFile());
        String cause = lifeOf(logOffset);
        if (isStopping()) {
          return;
        }
        if (!firstReady.isDone() && ++attempts >= START_ATTEMPTS) {
          log.error("{} did not start: {}", component.name(), cause);
          enter(ComponentState.FAILED, null);
          firstReady.completeExceptionally(new ComponentFailedException(component, cause));
          return;
        }
        Duration pause = backOff.after(Duration.ofNanos(System.nanoTime() - begun));
        log.warn("{} {}; starting it again in {}", component.name(), cause, pause);
        enter(ComponentState.RESTARTING, null);
        rest(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      firstReady.completeExceptionally(
          new ComponentFailedException(component, "it was stopped before it was ready"));
    }
  }

  /** One life of the process; returns why it ended. It has ended, whatever went wrong. */
  private String lifeOf(long logOffset) throws InterruptedException {
    try {
      return runOnce(logOffset);
    } catch (IOException e) {
      return e.getMessage();
    } catch (RuntimeException e) {
      log.error("{} could not be kept", component.name(), e);
      return "could not be kept: " + e;
    } finally {
      if (!isStopping()) {
        kill();
      }
    }
  }

  private String runOnce(long logOffset) throws IOException, InterruptedException {
    Optional<String> unprepared = prepare();
    if (unprepared.isPresent()) {
      return unprepared.get();
    }
    Process running;
    synchronized (lock) {
      if (stopping) {
        return "stopped";
      }
      running = launch(component.command());
      process = running;
    }
    enter(ComponentState.STARTING, running);
    ConsoleTail console =
        ConsoleTail.follow(component.name(), running.getInputStream(), consoleFile);
    if (awaitHealthy(running)) {
      enter(ComponentState.RUNNING, running);
      firstReady.complete(null);
      if (!awaitEnd(running)) {
        running.destroyForcibly();
        running.waitFor();
        return "ran but did not answer for "
            + component.watch().limit().toSeconds()
            + " s, and was killed";
      }
    } else if (running.isAlive() && !isStopping()) {
      running.destroyForcibly();
      running.waitFor();
      return "did not answer within " + component.readyWithin().toSeconds() + " s";
    }
    running.waitFor();
    String words = LastWords.of(component.logFile(), logOffset, console.lastLines());
    return "ended with exit code " + running.exitValue() + (words.isEmpty() ? "" : ": " + words);
  }

  private Optional<String> prepare() throws IOException, InterruptedException {
    List<String> command = component.preparation().get();
    if (command.isEmpty()) {
      return Optional.empty();
    }
    Process running = launch(command);
    ConsoleTail console =
        ConsoleTail.follow(component.name(), running.getInputStream(), consoleFile);
    if (!running.waitFor(PREPARATION_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      running.destroyForcibly();
      return Optional.of("its preparation did not end within " + PREPARATION_LIMIT);
    }
    if (running.exitValue() == 0) {
      return Optional.empty();
    }
    String words = LastWords.of(component.logFile(), Long.MAX_VALUE, console.lastLines());
    return Optional.of("its preparation failed: " + words);
  }

  private Process launch(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(component.workingDirectory().toFile())
            .redirectErrorStream(true)
            .redirectInput(new java.io.File("/dev/null"));
    builder.environment().putAll(component.environment());
    return builder.start();
  }

  /** Waits until the process ends; false when it hangs instead. */
  private boolean awaitEnd(Process running) throws InterruptedException {
    Watch watch = component.watch();
    int failures = 0;
    long lastAnswer = System.nanoTime();
    while (!running.waitFor(watch.every().toMillis(), TimeUnit.MILLISECONDS)) {
      if (isHealthy(watch.probe())) {
        failures = 0;
        lastAnswer = System.nanoTime();
      } else if (!isStopping()) {
        Duration silent = Duration.ofNanos(System.nanoTime() - lastAnswer);
        failures++;
        log.warn("{} has not answered for {} s", component.name(), silent.toSeconds());
        if (failures >= Watch.LEAST_FAILURES && silent.compareTo(watch.limit()) >= 0) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isHealthy(HealthProbe probe) {
    try {
      return probe.healthy();
    } catch (IOException | RuntimeException e) {
      log.trace("{} is not ready: {}", component.name(), e.getMessage());
      return false;
    }
  }

  private boolean awaitHealthy(Process running) throws InterruptedException {
    long deadline = System.nanoTime() + component.readyWithin().toNanos();
    while (running.isAlive() && !isStopping() && System.nanoTime() < deadline) {
      if (isHealthy(component.probe())) {
        return running.isAlive();
      }
      rest(POLL);
    }
    return false;
  }

  private void enter(ComponentState next, Process running) {
    ComponentStatus status;
    synchronized (lock) {
      process = running;
      state = next;
      status = ComponentStatus.of(component, next, Optional.ofNullable(running));
    }
    listener.accept(status);
  }

  private boolean isStopping() {
    synchronized (lock) {
      return stopping;
    }
  }

  private void rest(Duration pause) throws InterruptedException {
    long deadline = System.nanoTime() + pause.toNanos();
    synchronized (lock) {
      while (!stopping) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return;
        }
        lock.wait(left);
      }
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException absent) {
      return 0;
    }
  }
}
