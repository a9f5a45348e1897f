package io.weir.edge.registry;

import io.weir.device.error.HubError;
import io.weir.edge.node.HubException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Lets so many calls be under way at a time; the others wait in their order. */
public final class Window {

  private static final int MAX_WAITING = 10_000;

  private final int size;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int underWay;
  private boolean draining;

  public Window(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("window: " + size + " (expected: at least 1)");
    }
    this.size = size;
  }

  /**
   * Begins the call when there is room.
   *
   * @return as the call's; fails with THROTTLED when too many wait
   */
  public <T> CompletionStage<T> enter(Supplier<CompletionStage<T>> call) {
    CompletableFuture<T> done = new CompletableFuture<>();
    synchronized (this) {
      if (waiting.size() >= MAX_WAITING) {
        return CompletableFuture.failedFuture(
            new HubException(HubError.THROTTLED, "Too many bulk operations are waiting."));
      }
      waiting.add(() -> begin(call, done));
    }
    drain();
    return done;
  }

  private <T> void begin(Supplier<CompletionStage<T>> call, CompletableFuture<T> done) {
    CompletionStage<T> started;
    try {
      started = call.get();
    } catch (RuntimeException e) {
      started = CompletableFuture.failedFuture(e);
    }
    var unused =
        started.whenComplete(
            (result, failure) -> {
              leave();
              if (failure == null) {
                done.complete(result);
              } else {
                done.completeExceptionally(failure);
              }
            });
  }

  private void leave() {
    synchronized (this) {
      underWay--;
    }
    drain();
  }

  /** One caller at a time, so that calls which end at once do not pile up on its stack. */
  private void drain() {
    while (true) {
      Runnable next;
      synchronized (this) {
        if (draining || underWay >= size || waiting.isEmpty()) {
          return;
        }
        draining = true;
        underWay++;
        next = waiting.poll();
      }
      next.run();
      synchronized (this) {
        draining = false;
      }
    }
  }
}
