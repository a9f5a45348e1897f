package io.weir.jobs.outbox;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Delivers what comes to one partition of an outbox, in its order. Used by one thread.
 *
 * <p>A sender that fails otherwise than by an {@link UnavailableException} is closed; a new one is
 * given again what was not committed.
 */
public interface Sender extends AutoCloseable {

  /** From this attempt on at the same letters, it may be the letters' fault. */
  int SUSPICIOUS = 5;

  /** How many letters it takes at once, at most. */
  int batch();

  /** How long the first of them may wait for others. */
  Duration within();

  /**
   * Where its progress is kept.
   *
   * @param own the outbox' group on the hub's Kafka
   */
  default ProgressStore progress(ProgressStore own) {
    return own;
  }

  /**
   * Takes the letters, or some from their head.
   *
   * @param letters may be empty: time has passed
   * @param attempt how often the first of them was tried before
   * @throws UnavailableException when none of them could be delivered now
   */
  Taken take(List<Letter> letters, int attempt)
      throws IOException, UnavailableException, InterruptedException;

  /** Gives up what is not durable. */
  @Override
  void close() throws IOException;

  /** Opens senders of one endpoint. */
  interface Factory {
    /**
     * @param partition of the outbox
     */
    Sender open(OutboxPartition partition) throws IOException;
  }
}
