package io.weir.local.jobs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One process at a time: the supervisor and the commands read, decide, submit and write down under
 * this lock. The operating system drops it when its holder dies.
 */
final class LedgerLock {
  /** Longer than the submission of every job takes. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final Duration POLL = Duration.ofMillis(20);

  /** A process that locks a file twice is refused, so its threads take turns first. */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final Path file;
  private final ReentrantLock threads;

  LedgerLock(Path file) {
    this.file = file;
    this.threads = THREADS.computeIfAbsent(file, path -> new ReentrantLock());
  }

  /** Something that is done under the lock. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  /** Runs the action under the lock; an action may take the lock again. */
  <T> T hold(Action<T> action) throws IOException {
    try {
      if (!threads.tryLock(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
    try {
      return threads.getHoldCount() > 1 ? action.run() : holdFile(action);
    } finally {
      threads.unlock();
    }
  }

  private <T> T holdFile(Action<T> action) throws IOException {
    Files.createDirectories(file.getParent());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long deadline = System.nanoTime() + LIMIT.toNanos();
      FileLock lock = channel.tryLock();
      while (lock == null) {
        if (System.nanoTime() > deadline) {
          throw busy();
        }
        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        lock = channel.tryLock();
      }
      return action.run();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private IOException busy() {
    return new IOException(
        "another program has held " + file + " for " + LIMIT.toMinutes() + " min");
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while another program holds the jobs");
  }
}
