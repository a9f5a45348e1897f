package io.weir.edge.node;

import io.weir.device.error.HubError;
import io.weir.device.state.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The calls that wait for an answer: at most so many, each with a deadline. */
final class PendingCalls {

  private final int max;
  private final Duration deadline;
  private final ScheduledExecutorService timer;
  private final Executor callbacks;
  private final AtomicLong correlationIds = new AtomicLong();
  private final ConcurrentMap<Long, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();

  /**
   * @param callbacks completes the calls
   */
  PendingCalls(int max, Duration deadline, ScheduledExecutorService timer, Executor callbacks) {
    this.max = max;
    this.deadline = deadline;
    this.timer = timer;
    this.callbacks = callbacks;
  }

  /** A call; its correlation id is never given again by this process. */
  record Call(long correlationId, CompletableFuture<Answer> answer) {}

  /**
   * @throws HubException SERVICE_UNAVAILABLE when too many are waiting
   */
  Call open() {
    if (waiting.size() >= max) {
      throw new HubException(
          HubError.SERVICE_UNAVAILABLE, "Too many operations are waiting for an answer.");
    }
    long id = correlationIds.incrementAndGet();
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    Future<?> alarm =
        timer.schedule(
            () ->
                fail(
                    id,
                    new HubException(
                        HubError.SERVICE_UNAVAILABLE,
                        "No answer came within "
                            + deadline.toSeconds()
                            + " s; the operation may have been applied.")),
            deadline.toMillis(),
            TimeUnit.MILLISECONDS);
    return new Call(id, answer.whenComplete((done, failure) -> alarm.cancel(false)));
  }

  /** Nobody waiting for it is not an error: the deadline may have passed. */
  void complete(long correlationId, Answer answer) {
    CompletableFuture<Answer> call = waiting.remove(correlationId);
    if (call == null) {
      return;
    }
    callbacks.execute(
        () -> {
          if (answer instanceof Answer.Refused refused) {
            call.completeExceptionally(new HubException(refused.error(), refused.message()));
          } else {
            call.complete(answer);
          }
        });
  }

  void fail(long correlationId, HubException failure) {
    CompletableFuture<Answer> call = waiting.remove(correlationId);
    if (call != null) {
      callbacks.execute(() -> call.completeExceptionally(failure));
    }
  }

  void failAll(HubException failure) {
    for (Long id : List.copyOf(waiting.keySet())) {
      fail(id, failure);
    }
  }

  boolean isWaiting(long correlationId) {
    return waiting.containsKey(correlationId);
  }
}
