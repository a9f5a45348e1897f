package io.weir.jobs.outbox;

import io.weir.jobs.outbox.Taken.Refused;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers one partition of an outbox: reads it, drops repeats, has its sender deliver, writes dead
 * letters and commits, in this order. It has a thread and a consumer of its own, so whatever
 * happens to it is nobody else's business; it goes on until its thread is interrupted.
 */
public final class Lane implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  /** Also the longest time that a sender does not hear that time passes. */
  private static final Duration IDLE = Duration.ofMillis(500);

  private final OutboxPartition partition;
  private final TopicPartition from;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Sender.Factory senders;
  private final DeadLetters deadLetters;
  private final LaneLog log;
  private final Answers answers;
  private final BackOff backOff;

  /**
   * @param consumers opens consumers of the outbox' group, which commit nothing by themselves
   */
  public Lane(
      OutboxPartition partition,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Sender.Factory senders,
      DeadLetters deadLetters,
      LaneLog log,
      Answers answers) {
    this(partition, consumers, senders, deadLetters, log, answers, BackOff.DEFAULT);
  }

  Lane(
      OutboxPartition partition,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Sender.Factory senders,
      DeadLetters deadLetters,
      LaneLog log,
      Answers answers,
      BackOff backOff) {
    this.partition = partition;
    this.from = partition.topicPartition();
    this.consumers = consumers;
    this.senders = senders;
    this.deadLetters = deadLetters;
    this.log = log;
    this.answers = answers;
    this.backOff = backOff;
  }

  @Override
  public void run() {
    int failures = 0;
    while (!Thread.currentThread().isInterrupted()) {
      long before = log.counts().delivered();
      try (Consumer<byte[], byte[]> consumer = consumers.get()) {
        consumer.assign(List.of(from));
        deliver(consumer);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Throwable e) {
        // An error, too: a lane that ended unnoticed would deliver nothing any more.
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        LOG.warn("{} is not delivered", partition, e);
        log.failed(reason(e));
        failures = log.counts().delivered() > before ? 0 : failures + 1;
        pause(failures, Duration.ZERO);
      }
    }
  }

  private void deliver(Consumer<byte[], byte[]> consumer) throws IOException, InterruptedException {
    try (Sender sender = senders.open(partition)) {
      new Round(consumer, sender).deliver();
    } catch (IOException | RuntimeException e) {
      // What waits meanwhile is what its operator wants to know.
      GroupProgress own = new GroupProgress(consumer, from, partition.id());
      try {
        tellLag(consumer.endOffsets(Set.of(from)).get(from), own.read().next());
      } catch (KafkaException unknown) {
        e.addSuppressed(unknown);
      }
      throw e;
    }
  }

  private void tellLag(long end, long next) {
    log.lag(Math.max(0, end - next));
  }

  private void pause(int failures, Duration asked) {
    try {
      Thread.sleep(backOff.after(failures, asked).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  /** From one opening of the sender to its failure. */
  private final class Round {

    private final Consumer<byte[], byte[]> consumer;
    private final Sender sender;
    private final ProgressStore store;
    private final List<Letter> waiting = new ArrayList<>();
    private final Telling telling = new Telling(answers);
    private Progress progress;
    private Progress committed;
    private Progress.Repeats repeats;
    private long uncounted;

    Round(Consumer<byte[], byte[]> consumer, Sender sender) {
      this.consumer = consumer;
      this.sender = sender;
      this.store = sender.progress(new GroupProgress(consumer, from, partition.id()));
    }

    /** Returns when the thread is interrupted. */
    void deliver() throws IOException, InterruptedException {
      try {
        deliverAll();
      } catch (IOException | RuntimeException e) {
        telling.retrying(head(), reason(e));
        throw e;
      }
    }

    private void deliverAll() throws IOException, InterruptedException {
      start();
      int attempt = 0;
      while (!Thread.currentThread().isInterrupted()) {
        // With others beside it, one that the endpoint cannot take stands out.
        if (attempt == 0 || attempt >= Sender.SUSPICIOUS) {
          collect();
        }
        try {
          settle(sender.take(head(), attempt));
          attempt = 0;
        } catch (UnavailableException e) {
          LOG.debug("{} is not delivered", partition, e);
          log.failed(reason(e));
          telling.retrying(head(), reason(e));
          tellLag(consumer.endOffsets(Set.of(from)).get(from), committed.next());
          Thread.sleep(backOff.after(attempt, e.retryAfter()).toMillis());
          attempt++;
        }
      }
    }

    private void start() throws IOException {
      committed = store.read();
      progress = committed;
      repeats = progress.repeats();
      long first = consumer.beginningOffsets(Set.of(from)).get(from);
      if (first > progress.next()) {
        if (progress.next() > 0) {
          LOG.error(
              "{}: offsets {} to {} are gone before they were delivered",
              partition,
              progress.next(),
              first - 1);
        }
        progress = new Progress(progress.outbox(), first, progress.seen());
      }
      consumer.seek(from, progress.next());
    }

    /** Waits for a first letter, and then for others as long as the sender lets it. */
    private void collect() {
      boolean waited = !waiting.isEmpty();
      long deadline = System.nanoTime() + (waited ? 0 : IDLE.toNanos());
      while (waiting.size() < sender.batch()) {
        if (!waited && !waiting.isEmpty()) {
          waited = true;
          deadline = System.nanoTime() + sender.within().toNanos();
        }
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(left)) {
          Letter letter = Letter.of(message);
          if (repeats.isNew(letter)) {
            waiting.add(letter);
          }
        }
        if (System.nanoTime() - deadline >= 0) {
          return;
        }
      }
    }

    private List<Letter> head() {
      return List.copyOf(waiting.subList(0, Math.min(waiting.size(), sender.batch())));
    }

    private void settle(Taken outcome) throws IOException, InterruptedException {
      deadLetters.write(outcome.refused());
      List<Letter> done = waiting.subList(0, outcome.count());
      telling.taken(done);
      uncounted += outcome.count() - outcome.refused().size();
      long next =
          outcome.count() < waiting.size()
              ? waiting.get(outcome.count()).offset()
              : consumer.position(from);
      if (!done.isEmpty() || next != progress.next()) {
        progress = progress.after(done, next);
      }
      done.clear();
      if (outcome.durable() && !progress.equals(committed)) {
        store.commit(progress);
        committed = progress;
        if (uncounted > 0) {
          log.delivered(uncounted);
          uncounted = 0;
        }
      }
      for (Refused refused : outcome.refused()) {
        log.refused(1, refused.reason());
        telling.refused(refused);
      }
      if (outcome.durable()) {
        telling.delivered();
      }
      tellLag(consumer.position(from) + consumer.currentLag(from).orElse(0), committed.next());
    }
  }
}
