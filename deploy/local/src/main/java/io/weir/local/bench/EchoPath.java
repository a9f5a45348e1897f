package io.weir.local.bench;

import io.weir.local.client.KafkaReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Sends a record through {@link CopyPath} and waits until it comes out. */
final class EchoPath implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long WAIT_SECONDS = 30;
  private static final long CLOSE_MILLIS = 5_000;

  private final CopyPath copy;
  private final KafkaReader reader;
  private final Map<Long, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong sent = new AtomicLong();
  private final Thread thread = new Thread(this::read, "weir-bench-echo");
  private volatile boolean closed;

  private EchoPath(CopyPath copy, KafkaReader reader) {
    this.copy = copy;
    this.reader = reader;
    thread.setDaemon(true);
    thread.start();
  }

  static EchoPath open(BenchHub hub) throws IOException, InterruptedException {
    CopyPath copy = CopyPath.open(hub);
    return new EchoPath(
        copy, KafkaReader.open(hub.config().kafkaAddress(), List.of(copy.outTopic()), false));
  }

  void echo(byte[] body) throws Exception {
    long id = sent.getAndIncrement();
    CompletableFuture<Void> echoed = new CompletableFuture<>();
    waiting.put(id, echoed);
    copy.send(
        new byte[] {(byte) id}, ByteBuffer.allocate(8 + body.length).putLong(id).put(body).array());
    echoed.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private void read() {
    try (reader) {
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
          CompletableFuture<Void> echoed =
              waiting.remove(ByteBuffer.wrap(record.value()).getLong());
          if (echoed != null) {
            echoed.complete(null);
          }
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    copy.close();
  }
}
