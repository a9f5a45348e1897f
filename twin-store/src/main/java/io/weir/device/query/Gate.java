package io.weir.device.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Lets so many reads of single rows out at a time, whatever number of queries asks for them: more
 * than the store's connections take would fail. Never blocks; who comes first is served first.
 */
final class Gate {

  private final int limit;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final AtomicInteger calls = new AtomicInteger();
  private int running;

  Gate(int limit) {
    this.limit = limit;
  }

  /** Reads all, and gives what was found in the order of the keys; fails as one of them does. */
  <K, T> CompletionStage<List<T>> all(List<K> keys, Function<K, CompletionStage<T>> read) {
    List<CompletableFuture<T>> answers = new ArrayList<>(keys.size());
    synchronized (this) {
      for (K key : keys) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        answers.add(answer);
        waiting.add(() -> start(key, read, answer));
      }
    }
    serve();
    return CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
        .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
  }

  private <K, T> void start(
      K key, Function<K, CompletionStage<T>> read, CompletableFuture<T> answer) {
    CompletionStage<T> reading;
    try {
      reading = read.apply(key);
    } catch (RuntimeException e) {
      reading = CompletableFuture.failedFuture(e);
    }
    var unused =
        reading.whenComplete(
            (found, failure) -> {
              synchronized (this) {
                running--;
              }
              if (failure == null) {
                answer.complete(found);
              } else {
                answer.completeExceptionally(failure);
              }
              serve();
            });
  }

  /** One caller serves for all, so that reads that are answered at once nest no deeper. */
  private void serve() {
    if (calls.getAndIncrement() != 0) {
      return;
    }
    int served = 1;
    do {
      for (Runnable next = next(); next != null; next = next()) {
        next.run();
      }
      served = calls.addAndGet(-served);
    } while (served != 0);
  }

  private synchronized Runnable next() {
    if (running >= limit || waiting.isEmpty()) {
      return null;
    }
    running++;
    return waiting.remove();
  }
}
