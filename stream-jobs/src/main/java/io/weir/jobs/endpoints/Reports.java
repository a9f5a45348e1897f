package io.weir.jobs.endpoints;

import io.weir.jobs.kafka.OutboundRecord;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** What other threads have for the task's thread: records to send on, or the reason to fail. */
final class Reports {

  private final Queue<OutboundRecord> waiting = new ArrayDeque<>();
  private Throwable failure;
  private CompletableFuture<Void> news = new CompletableFuture<>();

  synchronized void add(OutboundRecord report) {
    waiting.add(report);
    news.complete(null);
  }

  synchronized void fail(Throwable cause) {
    failure = cause;
    news.complete(null);
  }

  /**
   * The next record; null when there is none.
   *
   * @throws IllegalStateException when the task is to fail
   */
  synchronized OutboundRecord poll() {
    if (failure != null) {
      throw new IllegalStateException("rules: not followed (expected: followed)", failure);
    }
    OutboundRecord next = waiting.poll();
    if (waiting.isEmpty() && news.isDone()) {
      news = new CompletableFuture<>();
    }
    return next;
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Completes when there is something to poll. */
  synchronized CompletableFuture<Void> news() {
    return news;
  }
}
