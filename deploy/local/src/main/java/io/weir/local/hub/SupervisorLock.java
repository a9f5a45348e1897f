package io.weir.local.hub;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * A lock on a file of the data directory. The operating system drops it when its holder dies, so it
 * tells a running supervisor from the pid that a dead one left behind.
 */
public final class SupervisorLock implements Closeable {
  private static final int ATTEMPTS = 20;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final FileChannel channel;

  private SupervisorLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the supervisor's lock; empty when another process holds it, or asks whether one does. */
  static Optional<SupervisorLock> tryAcquire(DataDirectory data) throws IOException {
    return tryAcquire(data.lockFile());
  }

  /**
   * Takes the supervisor's lock, past those who only ask whether it is held; empty when another
   * process holds it.
   */
  public static Optional<SupervisorLock> acquire(DataDirectory data)
      throws IOException, InterruptedException {
    Optional<SupervisorLock> lock = tryAcquire(data);
    for (int left = ATTEMPTS; lock.isEmpty() && left > 0; left--) {
      Thread.sleep(PAUSE.toMillis());
      lock = tryAcquire(data);
    }
    return lock;
  }

  /**
   * True when some process holds the supervisor's lock. Asks with a shared lock, so that those who
   * ask do not meet each other.
   */
  public static synchronized boolean isHeld(DataDirectory data) throws IOException {
    if (!Files.exists(data.lockFile())) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(data.lockFile(), StandardOpenOption.READ)) {
      return channel.tryLock(0, Long.MAX_VALUE, true) == null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return true;
    }
  }

  static Optional<SupervisorLock> tryAcquire(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new SupervisorLock(channel));
      }
    } catch (OverlappingFileLockException heldByThisProcess) {
      channel.close();
      return Optional.empty();
    }
    channel.close();
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "lock held by process " + ProcessHandle.current().pid();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
