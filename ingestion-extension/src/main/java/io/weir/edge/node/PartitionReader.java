package io.weir.edge.node;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one partition on a thread of its own, from a given place until it is closed, every record
 * in order. Outlives any loss of Kafka, and never passes over anything silently: whoever reads is
 * told of each record that could not be handled.
 */
final class PartitionReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PartitionReader.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 500;

  private final Supplier<? extends Consumer<byte[], byte[]>> consumers;
  private final TopicPartition partition;
  private final ToLongFunction<Consumer<byte[], byte[]>> start;
  private final Handler handler;
  private final CompletableFuture<Void> positioned = new CompletableFuture<>();
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile Consumer<byte[], byte[]> current;
  private volatile long polledAt;
  private long next = -1;
  private long endAtStart;

  /**
   * @param start the offset to begin with
   * @param handler must not block
   */
  PartitionReader(
      ThreadFactory threads,
      Supplier<? extends Consumer<byte[], byte[]>> consumers,
      TopicPartition partition,
      ToLongFunction<Consumer<byte[], byte[]>> start,
      Handler handler) {
    this.consumers = consumers;
    this.partition = partition;
    this.start = start;
    this.handler = handler;
    this.thread = threads.newThread(this::run);
  }

  /** What is done with the records. */
  interface Handler {
    /** Whatever it throws is given to {@link #failed}, and the next record follows. */
    void accept(ConsumerRecord<byte[], byte[]> message);

    /** A record may have been missed, or may be missed from now on. */
    void failed(Throwable failure);
  }

  void start() {
    polledAt = System.nanoTime();
    thread.start();
  }

  /** Whether Kafka has been asked for records within the time, or reading has just begun. */
  boolean hasPolledWithin(Duration time) {
    return thread.isAlive() && System.nanoTime() - polledAt < time.toNanos();
  }

  /** Completes when every record from then on will be read. */
  CompletionStage<Void> positioned() {
    return positioned.minimalCompletionStage();
  }

  /** Completes when the records that were there at the start have been read. */
  CompletionStage<Void> caughtUp() {
    return caughtUp.minimalCompletionStage();
  }

  @Override
  public void close() {
    shut();
    try {
      thread.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks the thread to end, and does not wait for it. */
  void shut() {
    closed = true;
    Consumer<byte[], byte[]> reading = current;
    if (reading != null) {
      reading.wakeup();
    }
  }

  private void run() {
    while (!closed) {
      try (Consumer<byte[], byte[]> consumer = consumers.get()) {
        current = consumer;
        read(consumer);
      } catch (WakeupException e) {
        LOG.debug("{}: woken up", partition);
      } catch (InterruptException e) {
        closed = true;
        handler.failed(e);
      } catch (RuntimeException e) {
        LOG.warn("{}: reading failed, trying again", partition, e);
        pause();
      } catch (Error e) {
        LOG.error("{}: reading failed, trying again", partition, e);
        handler.failed(e);
        pause();
      }
    }
    positioned.cancel(false);
    caughtUp.cancel(false);
  }

  private void read(Consumer<byte[], byte[]> consumer) {
    consumer.assign(List.of(partition));
    if (next < 0) {
      endAtStart = consumer.endOffsets(List.of(partition)).get(partition);
      next = start.applyAsLong(consumer);
    }
    consumer.seek(partition, next);
    positioned.complete(null);
    while (!closed) {
      if (next >= endAtStart && !caughtUp.isDone()) {
        caughtUp.complete(null);
      }
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      polledAt = System.nanoTime();
      for (ConsumerRecord<byte[], byte[]> record : records) {
        handle(record);
        next = record.offset() + 1;
      }
      next = Math.max(next, consumer.position(partition));
    }
  }

  private void handle(ConsumerRecord<byte[], byte[]> record) {
    try {
      handler.accept(record);
    } catch (RuntimeException | Error e) {
      LOG.error("{}: the record at offset {} was not handled", partition, record.offset(), e);
      handler.failed(e);
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
      handler.failed(e);
    }
  }
}
