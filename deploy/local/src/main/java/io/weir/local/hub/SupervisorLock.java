package io.weir.local.hub;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A lock on a file of the data directory. The operating system drops it when its holder dies, so it
 * tells a running supervisor from the pid that a dead one left behind.
 */
public final class SupervisorLock implements Closeable {
  private final FileChannel channel;

  private SupervisorLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the supervisor's lock; empty when another process holds it. */
  public static Optional<SupervisorLock> tryAcquire(DataDirectory data) throws IOException {
    return tryAcquire(data.lockFile());
  }

  /** True when some process holds the supervisor's lock. */
  public static boolean isHeld(DataDirectory data) throws IOException {
    if (!java.nio.file.Files.exists(data.lockFile())) {
      return false;
    }
    Optional<SupervisorLock> lock = tryAcquire(data);
    if (lock.isEmpty()) {
      return true;
    }
    lock.get().close();
    return false;
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
