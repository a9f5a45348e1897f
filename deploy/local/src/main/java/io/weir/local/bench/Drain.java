package io.weir.local.bench;

import io.weir.local.CommandFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Watches what a job writes while it works off a topic. */
final class Drain {
  private static final Duration QUIET = Duration.ofSeconds(30);
  private static final long PAUSE_MILLIS = 50;

  private final BenchTopics topics;
  private final List<String> out;

  /**
   * @param out where the job writes each message, once to one of them
   */
  Drain(BenchTopics topics, List<String> out) {
    this.topics = topics;
    this.out = out;
  }

  /**
   * Messages a second, once a job has become warm.
   *
   * @param job starts it
   * @param warmUp how many messages that takes, and a few more: then its compilers are done
   * @param measured how many messages are measured then
   * @throws CommandFailure when nothing is written for a while
   */
  double rate(Start job, long warmUp, long measured) throws IOException, InterruptedException {
    long before = written();
    BenchJob running = job.start();
    try {
      Moment begun = await(before + warmUp);
      Moment ended = await(begun.written + measured);
      return (ended.written - begun.written) / ((ended.nanos - begun.nanos) / 1e9);
    } finally {
      running.close();
    }
  }

  /** Starts a job. */
  @FunctionalInterface
  interface Start {
    BenchJob start() throws IOException, InterruptedException;
  }

  /** How much had been written when. */
  private record Moment(long nanos, long written) {}

  private Moment await(long wanted) throws IOException, InterruptedException {
    Moment last = new Moment(System.nanoTime(), written());
    while (last.written < wanted) {
      Thread.sleep(PAUSE_MILLIS);
      Moment now = new Moment(System.nanoTime(), written());
      if (now.written > last.written) {
        last = now;
      } else if (now.nanos - last.nanos > QUIET.toNanos()) {
        throw new CommandFailure(
            "the job stopped " + (wanted - now.written) + " messages before it was measured");
      }
    }
    return last;
  }

  private long written() throws IOException, InterruptedException {
    return topics.written(out).values().stream().mapToLong(Long::longValue).sum();
  }
}
