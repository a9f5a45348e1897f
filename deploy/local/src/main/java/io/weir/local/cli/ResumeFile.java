package io.weir.local.cli;

import io.weir.local.CommandFailure;
import io.weir.local.hub.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a command that can be stopped writes how far it has come; replaced whole each time. */
final class ResumeFile<T> {
  private final Path path;
  private final Class<T> type;

  ResumeFile(Path path, Class<T> type) {
    this.path = path.toAbsolutePath();
    this.type = type;
  }

  /**
   * What was written; empty when nothing was begun.
   *
   * @throws CommandFailure when it is not what this command writes
   */
  Optional<T> read() {
    try {
      return PrivateFiles.read(path, type);
    } catch (IOException e) {
      throw new CommandFailure(
          path
              + " cannot be used ("
              + PrivateFiles.reason(e)
              + "); remove it to begin at the beginning",
          e);
    }
  }

  /**
   * Replaces it.
   *
   * @throws CommandFailure when that cannot be: whoever goes on then could not be gone on with
   */
  void write(T state) {
    try {
      PrivateFiles.write(path, state);
    } catch (IOException e) {
      throw new CommandFailure(path + " cannot be written (" + PrivateFiles.reason(e) + ")", e);
    }
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
