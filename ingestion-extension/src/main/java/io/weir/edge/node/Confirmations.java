package io.weir.edge.node;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Who waits until a heartbeat that is still to be sent has been read back. */
final class Confirmations {

  private final NavigableMap<Long, CompletableFuture<Void>> waiting = new TreeMap<>();

  /** Completes when a heartbeat with a greater counter has been read back. */
  synchronized CompletionStage<Void> after(long counter) {
    return waiting
        .computeIfAbsent(counter, absent -> new CompletableFuture<>())
        .minimalCompletionStage();
  }

  synchronized void readBack(long counter, Executor callbacks) {
    for (CompletableFuture<Void> confirmed : removed(waiting.headMap(counter, false))) {
      callbacks.execute(() -> confirmed.complete(null));
    }
  }

  synchronized void abandon(RuntimeException failure, Executor callbacks) {
    for (CompletableFuture<Void> abandoned : removed(waiting)) {
      callbacks.execute(() -> abandoned.completeExceptionally(failure));
    }
  }

  private static List<CompletableFuture<Void>> removed(
      NavigableMap<Long, CompletableFuture<Void>> from) {
    List<CompletableFuture<Void>> removed = new ArrayList<>(from.values());
    from.clear();
    return removed;
  }
}
