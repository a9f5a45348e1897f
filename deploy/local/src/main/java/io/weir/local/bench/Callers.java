package io.weir.local.bench;

import io.weir.local.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Threads that call something and wait for the answer, at a pace or as fast as they get it. */
final class Callers implements AutoCloseable {
  private static final long HIGHEST_MICROS = 300_000_000;
  private static final long LAST_SECONDS = 60;

  private final int number;
  private final ExecutorService threads;

  Callers(int number) {
    this.number = number;
    this.threads = Executors.newFixedThreadPool(number);
  }

  /** One call; each has a number of its own, from 0. */
  @FunctionalInterface
  interface Call {
    void make(long number) throws Exception;
  }

  /** Microseconds from when each call was due to its answer. */
  Histogram keep(Pace pace, double seconds, Call call) throws Exception {
    Recorder recorder = new Recorder(HIGHEST_MICROS, 3);
    List<Future<?>> calls = new ArrayList<>();
    pace.keep(
        seconds,
        (i, dueNanos) ->
            calls.add(
                threads.submit(
                    (Callable<Void>)
                        () -> {
                          call.make(i);
                          recorder.recordValue((System.nanoTime() - dueNanos) / 1_000);
                          return null;
                        })));
    await(calls);
    return recorder.getIntervalHistogram();
  }

  /** Answers a second, while every thread calls as soon as it has its last answer. */
  double rate(double seconds, Call call) throws Exception {
    AtomicLong next = new AtomicLong();
    LongAdder answered = new LongAdder();
    AtomicBoolean stopped = new AtomicBoolean();
    List<Future<?>> loops = new ArrayList<>();
    long begun = System.nanoTime();
    for (int i = 0; i < number; i++) {
      loops.add(
          threads.submit(
              (Callable<Void>)
                  () -> {
                    while (!stopped.get()) {
                      call.make(next.getAndIncrement());
                      answered.increment();
                    }
                    return null;
                  }));
    }
    Thread.sleep((long) (seconds * 1_000));
    stopped.set(true);
    double rate = answered.sum() * 1e9 / (System.nanoTime() - begun);
    await(loops);
    return rate;
  }

  /** Makes so many calls, as many at a time as there are threads. */
  void once(int calls, Call call) throws Exception {
    List<Future<?>> made = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      long own = i;
      made.add(
          threads.submit(
              (Callable<Void>)
                  () -> {
                    call.make(own);
                    return null;
                  }));
    }
    await(made);
  }

  private static void await(List<Future<?>> calls) throws Exception {
    for (Future<?> call : calls) {
      try {
        call.get(LAST_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw new CommandFailure("a call of the benchmark failed: " + e.getCause(), e.getCause());
      } catch (TimeoutException e) {
        throw new CommandFailure("a call of the benchmark had no answer", e);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
