package io.weir.edge.node;

import io.weir.device.command.Command;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.error.HubError;
import io.weir.device.state.Answer;
import io.weir.device.store.ConnectionPage;
import io.weir.device.store.ConnectionPage.Held;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the devices of lapsed leases as disconnected (design, "The log's rules" 7). One node does
 * so for all: the one that holds the lowest partition, when a lease lapses, and when it comes into
 * this duty, for it may have been its holder that died; and now and then, for the one writer may
 * have come late to a connect of a node that is dead. The one writer leaves a device alone that has
 * connected anew.
 */
final class LapsedLeases implements AutoCloseable {

  /** Rows read at a time. */
  static final int PAGE = 500;

  /** Commands that are unanswered at a time. */
  static final int WINDOW = 100;

  static final Duration REPEAT = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(LapsedLeases.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofMinutes(1);

  /** Longer than any of the waits may take that it bounds. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Leases leases;
  private final List<Pages> tables;
  private final CommandBus commands;
  private final Duration pause;
  private final LongSupplier nanoTime;
  private final ScheduledThreadPoolExecutor thread;
  private List<EdgeAddress> alive = List.of();
  private boolean responsible;
  private boolean due;
  private long sweptAt;

  /**
   * @param tables of the devices and of the modules that are held
   * @param pause after each {@link #WINDOW} of commands
   */
  LapsedLeases(
      Leases leases,
      List<Pages> tables,
      CommandBus commands,
      Duration pause,
      LongSupplier nanoTime,
      ThreadFactory threads) {
    this.leases = leases;
    this.tables = List.copyOf(tables);
    this.commands = commands;
    this.pause = pause;
    this.nanoTime = nanoTime;
    this.thread = new ScheduledThreadPoolExecutor(1, threads);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** The devices that are held, page by page. */
  @FunctionalInterface
  interface Pages {
    CompletionStage<ConnectionPage> read(ByteBuffer from, int size);
  }

  void start() {
    lookAfter(LOOK);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void lookAfter(Duration time) {
    if (!thread.isShutdown()) {
      var unused = thread.schedule(this::lookAndGoOn, time.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void lookAndGoOn() {
    Duration next = RETRY;
    try {
      look();
      next = LOOK;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (ExecutionException | TimeoutException | RuntimeException | Error e) {
      LOG.warn("Devices of lapsed leases: to be looked for again, {}", e.toString());
    }
    lookAfter(next);
  }

  /** Does now what there is to do; what fails is due the next time. */
  void look() throws InterruptedException, ExecutionException, TimeoutException {
    List<EdgeAddress> before = alive;
    alive = leases.alive();
    boolean lapsed = !alive.containsAll(before);
    boolean already = responsible;
    responsible = isResponsible();
    long now = nanoTime.getAsLong();
    due = responsible && (due || lapsed || !already || now - sweptAt >= REPEAT.toNanos());
    if (due) {
      sweep();
      sweptAt = now;
      due = false;
    }
  }

  private boolean isResponsible() {
    List<EdgeAddress> now = leases.alive();
    return leases.state() == LeaseState.LIVE
        && !now.isEmpty()
        && now.get(0).equals(leases.address());
  }

  private void sweep() throws InterruptedException, ExecutionException, TimeoutException {
    long reported = 0;
    for (Pages table : tables) {
      ByteBuffer next = null;
      do {
        ConnectionPage page = await(table.read(next, PAGE));
        reported += report(page.held());
        next = page.next();
      } while (next != null);
    }
    if (reported > 0) {
      LOG.info("{} devices of lapsed leases are reported as disconnected", reported);
    }
  }

  /**
   * A row may belong to an incarnation that is younger than what this node has read of the log. So
   * rows are judged by a log that has been read as far as it went when they were read; what is not
   * alive then never will be.
   */
  private int report(List<Held> read)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (read.stream().allMatch(this::isHeld)) {
      return 0;
    }
    await(leases.caughtUp());
    requireResponsible();
    List<Held> orphans = read.stream().filter(device -> !isHeld(device)).toList();
    int reported = 0;
    for (int from = 0; from < orphans.size(); from += WINDOW) {
      requireResponsible();
      reported += disconnect(orphans.subList(from, Math.min(from + WINDOW, orphans.size())));
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    }
    return reported;
  }

  private boolean isHeld(Held device) {
    return leases.isAlive(device.connection().edge());
  }

  /** One that fails is left to the next round; when all fail, nobody decides at the moment. */
  private int disconnect(List<Held> devices)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<CompletableFuture<Answer>> answers =
        devices.stream()
            .map(
                device ->
                    commands
                        .call(device.key(), new Command.Disconnect(device.connection().id()))
                        .toCompletableFuture())
            .toList();
    int failed = 0;
    ExecutionException failure = null;
    for (CompletableFuture<Answer> answer : answers) {
      try {
        await(answer);
      } catch (ExecutionException e) {
        failed++;
        failure = e;
      }
    }
    if (failed > 0) {
      LOG.warn("{} devices of lapsed leases: left to the next round", failed, failure);
    }
    if (failed == devices.size()) {
      throw failure;
    }
    return devices.size() - failed;
  }

  private void requireResponsible() {
    if (!isResponsible()) {
      throw new HubException(HubError.SERVICE_UNAVAILABLE, "This is another node's duty now.");
    }
  }

  private static <T> T await(CompletionStage<T> stage)
      throws InterruptedException, ExecutionException, TimeoutException {
    return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
