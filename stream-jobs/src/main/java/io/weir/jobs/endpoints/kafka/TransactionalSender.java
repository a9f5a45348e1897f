package io.weir.jobs.endpoints.kafka;

import io.weir.jobs.outbox.Letter;
import io.weir.jobs.outbox.Progress;
import io.weir.jobs.outbox.ProgressStore;
import io.weir.jobs.outbox.Sender;
import io.weir.jobs.outbox.Taken;
import io.weir.jobs.outbox.Taken.Refused;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;

/**
 * Writes to a topic once in what readers of committed records see: the messages and how far the
 * outbox is delivered are one transaction of the topic's own cluster, wherever that is.
 */
final class TransactionalSender implements Sender {

  private static final int BATCH = 500;

  /** A transaction costs some round trips, so others may join. */
  private static final Duration WITHIN = Duration.ofMillis(20);

  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final TargetOffsets offsets;
  private boolean begun;

  TransactionalSender(Producer<byte[], byte[]> producer, String topic, TargetOffsets offsets) {
    this.producer = producer;
    this.topic = topic;
    this.offsets = offsets;
  }

  @Override
  public int batch() {
    return BATCH;
  }

  @Override
  public Duration within() {
    return WITHIN;
  }

  @Override
  public ProgressStore progress(ProgressStore own) {
    return new Committing(own);
  }

  @Override
  public Taken take(List<Letter> letters, int attempt) throws IOException, InterruptedException {
    if (letters.isEmpty()) {
      return Taken.all(letters);
    }
    begin();
    Batch batch = Batch.send(producer, topic, letters);
    List<Refused> refused = batch.refused();
    if (refused.isEmpty()) {
      if (batch.failure().isPresent()) {
        throw batch.failure().get();
      }
      return Taken.all(letters);
    }
    // Whoever is refused spoils the transaction, so that others may have failed with it.
    producer.abortTransaction();
    begun = false;
    int good = letters.indexOf(refused.get(0).letter());
    return good > 0
        ? take(letters.subList(0, good), attempt)
        : new Taken(1, refused.subList(0, 1), true);
  }

  private void begin() {
    if (!begun) {
      producer.beginTransaction();
      begun = true;
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE);
    offsets.close();
  }

  /**
   * Commits in the transaction, and afterwards in the outbox' own group: the endpoint may be given
   * another topic or guarantee, whose sender goes on from there.
   */
  private final class Committing implements ProgressStore {

    private final ProgressStore own;

    Committing(ProgressStore own) {
      this.own = own;
    }

    @Override
    public Progress read() throws IOException {
      Progress known = own.read();
      return offsets
          .read(known.outbox())
          .filter(target -> target.next() > known.next())
          .orElse(known);
    }

    @Override
    public void commit(Progress progress) throws IOException {
      begin();
      offsets.add(producer, progress);
      producer.commitTransaction();
      begun = false;
      own.commit(progress);
    }
  }
}
