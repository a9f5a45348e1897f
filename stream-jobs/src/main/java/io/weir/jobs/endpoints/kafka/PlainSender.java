package io.weir.jobs.endpoints.kafka;

import io.weir.jobs.outbox.Letter;
import io.weir.jobs.outbox.Sender;
import io.weir.jobs.outbox.Taken;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;

/** Writes to a topic of another cluster, at least once. */
final class PlainSender implements Sender {

  private static final int BATCH = 500;
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Producer<byte[], byte[]> producer;
  private final String topic;

  PlainSender(Producer<byte[], byte[]> producer, String topic) {
    this.producer = producer;
    this.topic = topic;
  }

  @Override
  public int batch() {
    return BATCH;
  }

  @Override
  public Duration within() {
    return Duration.ZERO;
  }

  @Override
  public Taken take(List<Letter> letters, int attempt) throws IOException, InterruptedException {
    Batch batch = Batch.send(producer, topic, letters);
    if (batch.failure().isPresent()) {
      throw batch.failure().get();
    }
    return new Taken(letters.size(), batch.refused(), true);
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
