package io.weir.local.bench;

import io.weir.local.CommandFailure;
import io.weir.local.client.KafkaReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads a topic on a thread of its own: counts what comes out of it, and how long after the moment
 * that each message carries. Its clock is that of the senders, since they are in the same process.
 */
final class Arrivals implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration QUIET = Duration.ofSeconds(15);
  private static final long HIGHEST_MICROS = 300_000_000;
  private static final long PAUSE_MILLIS = 5;
  private static final long CLOSE_MILLIS = 5_000;

  private final KafkaReader reader;
  private final Thread thread = new Thread(this::read, "weir-bench-arrivals");
  private final Recorder latencies = new Recorder(HIGHEST_MICROS, 3);
  private final AtomicLong number = new AtomicLong();
  private volatile long lastNanos = System.nanoTime();
  private volatile boolean closed;
  private volatile CommandFailure problem;

  private Arrivals(KafkaReader reader) {
    this.reader = reader;
    thread.setDaemon(true);
    thread.start();
  }

  /** Sees what is written from now on, as soon as it is there. */
  static Arrivals at(String kafka, String topic) {
    return new Arrivals(KafkaReader.open(kafka, List.of(topic), false));
  }

  /** Sees what is written from now on, in large batches: it takes little from what it watches. */
  static Arrivals inBatches(String kafka, String topic) {
    return new Arrivals(KafkaReader.openForBatches(kafka, List.of(topic)));
  }

  private void read() {
    try {
      while (!closed) {
        long come = 0;
        for (ConsumerRecord<byte[], byte[]> message : reader.poll(POLL)) {
          long micros = (System.nanoTime() - sentNanos(message.value())) / 1_000;
          latencies.recordValue(Math.max(0, Math.min(HIGHEST_MICROS, micros)));
          come++;
        }
        if (come > 0) {
          lastNanos = System.nanoTime();
          number.addAndGet(come);
        }
      }
    } catch (CommandFailure e) {
      problem = e;
    } finally {
      reader.close();
    }
  }

  /** Every payload of the benchmarks begins with the moment when it was due. */
  private static long sentNanos(byte[] payload) {
    return ByteBuffer.wrap(payload).getLong();
  }

  /** How many have come. */
  long number() {
    return number.get();
  }

  /** When the last one came, {@link System#nanoTime}. */
  long lastNanos() {
    return lastNanos;
  }

  /**
   * Waits until this many have come, repeats included.
   *
   * @throws CommandFailure when they do not, or reading fails
   */
  void await(long expected) throws InterruptedException {
    long begun = System.nanoTime();
    while (number.get() < expected) {
      if (problem != null) {
        throw problem;
      }
      long silent = System.nanoTime() - Math.max(begun, lastNanos);
      if (silent > QUIET.toNanos()) {
        throw new CommandFailure(
            (expected - number.get()) + " acknowledged messages did not come out of the endpoint");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Latencies in microseconds since the last call. */
  Histogram latencies() {
    return latencies.getIntervalHistogram();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
