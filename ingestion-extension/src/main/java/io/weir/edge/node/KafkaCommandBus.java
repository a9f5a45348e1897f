package io.weir.edge.node;

import io.weir.device.codec.Codecs;
import io.weir.device.command.Command;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Commands through the topic {@code device-commands}. A thread of its own hands them to the
 * producer, which may block for a moment when Kafka is away; callers never do.
 */
final class KafkaCommandBus implements CommandBus, AutoCloseable {

  private static final int QUEUE = 20_000;
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final NodeLease lease;
  private final PendingCalls calls;
  private final ThreadPoolExecutor sending;

  /**
   * @param producer closed with this
   */
  KafkaCommandBus(
      Producer<byte[], byte[]> producer,
      String topic,
      NodeLease lease,
      PendingCalls calls,
      ThreadFactory threads) {
    this.producer = producer;
    this.topic = topic;
    this.lease = lease;
    this.calls = calls;
    this.sending =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), threads);
  }

  @Override
  public CompletionStage<Answer> call(String key, String moduleId, Command command) {
    PendingCalls.Call call;
    EdgeAddress replyTo;
    try {
      replyTo = lease.address();
      call = calls.open();
    } catch (HubException e) {
      return CompletableFuture.failedFuture(e);
    }
    long id = call.correlationId();
    CommandEnvelope envelope = new CommandEnvelope(replyTo, id, moduleId, command);
    enqueue(
        key,
        envelope,
        () -> calls.isWaiting(id),
        failure -> {
          if (failure != null) {
            calls.fail(id, failure);
          }
        });
    return call.answer();
  }

  @Override
  public CompletionStage<Void> send(TwinKey key, Command command) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    enqueue(
        key.deviceId(),
        new CommandEnvelope(null, 0, key.moduleId(), command),
        () -> true,
        failure -> {
          if (failure == null) {
            sent.complete(null);
          } else {
            sent.completeExceptionally(failure);
          }
        });
    return sent;
  }

  /** Sends what is waiting, for a few seconds at most. */
  @Override
  public void close() {
    sending.shutdown();
    try {
      if (!sending.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
        sending.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(CLOSE);
  }

  /**
   * @param wanted asked at the last moment: what nobody waits for any more is not sent
   * @param outcome called once, with null when the log has it
   */
  private void enqueue(
      String key, CommandEnvelope envelope, Wanted wanted, Consumer<HubException> outcome) {
    try {
      sending.execute(
          () -> {
            if (wanted.stillWanted()) {
              hand(key, envelope, outcome);
            }
          });
    } catch (RejectedExecutionException e) {
      outcome.accept(unknown("Too many commands are waiting to be sent.", e));
    }
  }

  private void hand(String key, CommandEnvelope envelope, Consumer<HubException> outcome) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            topic, key.getBytes(StandardCharsets.UTF_8), Codecs.COMMAND.encode(envelope));
    try {
      var unused =
          producer.send(
              message,
              (metadata, failure) -> outcome.accept(failure == null ? null : unconfirmed(failure)));
    } catch (RuntimeException e) {
      outcome.accept(unknown("The operation could not be sent.", e));
    }
  }

  private static HubException unconfirmed(Exception failure) {
    return failure instanceof RecordTooLargeException
        ? new HubException(
            HubError.MESSAGE_TOO_LARGE, "The operation is larger than the log takes.", failure)
        : unknown("The log did not confirm the operation; it may be applied.", failure);
  }

  private static HubException unknown(String message, Throwable cause) {
    return new HubException(HubError.SERVICE_UNAVAILABLE, message, cause);
  }

  /** Whether a command still matters. */
  @FunctionalInterface
  private interface Wanted {
    boolean stillWanted();
  }
}
