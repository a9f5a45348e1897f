package io.weir.edge.operations;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes operations to their topic from a bounded buffer; what does not fit is dropped and counted,
 * since watching the hub must never slow it down.
 */
public final class KafkaOperationsLog implements OperationsLog, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaOperationsLog.class);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final BlockingQueue<OperationRecord> buffer;
  private final LongAdder dropped = new LongAdder();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param producer closed with this
   * @param capacity records
   */
  public KafkaOperationsLog(
      Producer<byte[], byte[]> producer, String topic, int capacity, ThreadFactory threads) {
    this.producer = producer;
    this.topic = topic;
    this.buffer = new ArrayBlockingQueue<>(capacity);
    this.thread = threads.newThread(this::run);
    thread.start();
  }

  @Override
  public void record(OperationRecord entry) {
    if (closed || !buffer.offer(entry)) {
      dropped.increment();
    }
  }

  /** How many records never reached the topic. */
  public long dropped() {
    return dropped.sum();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(CLOSE);
    if (dropped() > 0) {
      LOG.warn("{} records of operations were dropped", dropped());
    }
  }

  private void run() {
    try {
      while (!closed || !buffer.isEmpty()) {
        OperationRecord entry = buffer.poll(200, TimeUnit.MILLISECONDS);
        if (entry != null) {
          send(entry);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(OperationRecord entry) {
    byte[] key =
        entry.deviceId() == null ? null : entry.deviceId().getBytes(StandardCharsets.UTF_8);
    try {
      var unused =
          producer.send(
              new ProducerRecord<>(topic, key, OperationJson.encode(entry)),
              (metadata, failure) -> {
                if (failure != null) {
                  dropped.increment();
                }
              });
    } catch (RuntimeException e) {
      dropped.increment();
      LOG.debug("An operation was not recorded", e);
    }
  }
}
