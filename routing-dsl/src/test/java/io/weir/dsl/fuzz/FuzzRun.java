package io.weir.dsl.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Feeds one target with inputs until the time is up, and says what went wrong first. The inputs
 * follow from the seed of the random numbers.
 *
 * <p>Time is that of the processor, so that a busy machine is no failure.
 */
final class FuzzRun {

  private static final Duration MAX_TIME = Duration.ofSeconds(2);
  private static final long MAX_ALLOCATED = 256L << 20;
  private static final Duration GRACE = Duration.ofSeconds(60);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String name;
  private final List<byte[]> seeds;
  private final Consumer<byte[]> target;
  private final long randomSeed;
  private final long end;
  private volatile Attempt attempt;
  private volatile AssertionError failure;

  /**
   * @param seeds what the inputs are made of, at least one
   * @param target throws what it should not, and nothing else
   */
  FuzzRun(
      String name, List<byte[]> seeds, Consumer<byte[]> target, long randomSeed, Duration budget) {
    this.name = name;
    this.seeds = seeds;
    this.target = target;
    this.randomSeed = randomSeed;
    this.end = System.nanoTime() + budget.toNanos();
  }

  /** One input, and what the thread had used when it took it. */
  private static final class Attempt {
    private final byte[] input;
    private final long cpu = THREADS.getCurrentThreadCpuTime();
    private final long allocated = THREADS.getCurrentThreadAllocatedBytes();

    Attempt(byte[] input) {
      this.input = input;
    }
  }

  /**
   * Feeds the target; returns when the budget is used up.
   *
   * @throws AssertionError naming the first input that throws, or takes too long or too much memory
   */
  void await() throws InterruptedException {
    Thread thread = new Thread(this::feed, "fuzz " + name);
    // A thread that hangs must not keep the virtual machine.
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(
        (dying, e) -> failure = failed(attempt.input, "throws " + e, e));
    thread.start();
    while (thread.isAlive() && failure == null) {
      thread.join(100);
      watch(thread);
    }
    if (failure != null) {
      thread.interrupt();
      throw failure;
    }
  }

  private void watch(Thread thread) {
    Attempt watched = attempt;
    long cpu = THREADS.getThreadCpuTime(thread.getId());
    boolean late = System.nanoTime() - end > GRACE.toNanos();
    if (watched != null
        && watched == attempt
        && thread.isAlive()
        && (late || cpu - watched.cpu > MAX_TIME.toNanos())) {
      failure = failed(watched.input, "takes longer than " + MAX_TIME.toSeconds() + " s", null);
    }
  }

  private void feed() {
    attempt = new Attempt(new byte[0]);
    Mutator mutator = new Mutator(new Random(randomSeed), seeds);
    while (System.nanoTime() - end < 0 && failure == null) {
      Attempt next = new Attempt(mutator.next());
      attempt = next;
      target.accept(next.input);
      if (THREADS.getCurrentThreadAllocatedBytes() - next.allocated > MAX_ALLOCATED) {
        failure = failed(next.input, "allocates more than " + MAX_ALLOCATED + " bytes", null);
      }
    }
  }

  private AssertionError failed(byte[] input, String what, Throwable cause) {
    return new AssertionError(
        "%s, seed %d: this input in base64 %s: %s"
            .formatted(name, randomSeed, what, Base64.getEncoder().encodeToString(input)),
        cause);
  }
}
