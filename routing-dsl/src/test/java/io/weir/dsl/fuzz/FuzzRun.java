package io.weir.dsl.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;

/**
 * Feeds one target with inputs until the time is up, and says what went wrong first. The inputs
 * follow from the seed of the random numbers.
 *
 * <p>Time is that of the processor, so that a busy machine is no failure.
 */
final class FuzzRun implements Runnable {

  private static final Duration MAX_TIME = Duration.ofSeconds(2);
  private static final long MAX_ALLOCATED = 256L << 20;
  private static final Duration GRACE = Duration.ofSeconds(60);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final FuzzTarget target;
  private final long seed;
  private final long end;
  private volatile Attempt attempt;
  private volatile AssertionError failure;

  private FuzzRun(FuzzTarget target, long seed, Duration budget) {
    this.target = target;
    this.seed = seed;
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
   * Returns when the budget is used up.
   *
   * @throws AssertionError naming the first input that throws, or takes too long or too much memory
   */
  static void of(FuzzTarget target, long seed, Duration budget) throws InterruptedException {
    FuzzRun run = new FuzzRun(target, seed, budget);
    Thread thread = new Thread(run, "fuzz " + target);
    // A thread that hangs must not keep the virtual machine.
    thread.setDaemon(true);
    thread.start();
    while (thread.isAlive() && run.failure == null) {
      thread.join(100);
      run.watch(thread);
    }
    if (run.failure != null) {
      throw run.failure;
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

  @Override
  public void run() {
    Mutator mutator = new Mutator(new Random(seed), target.seeds());
    while (System.nanoTime() - end < 0 && failure == null) {
      Attempt next = new Attempt(mutator.next());
      attempt = next;
      try {
        target.take(next.input);
      } catch (Throwable e) {
        failure = failed(next.input, "throws " + e, e);
      }
      if (THREADS.getCurrentThreadAllocatedBytes() - next.allocated > MAX_ALLOCATED) {
        failure = failed(next.input, "allocates more than " + MAX_ALLOCATED + " bytes", null);
      }
    }
  }

  private AssertionError failed(byte[] input, String what, Throwable cause) {
    return new AssertionError(
        "%s, seed %d: this input in base64 %s: %s"
            .formatted(target, seed, what, Base64.getEncoder().encodeToString(input)),
        cause);
  }
}
