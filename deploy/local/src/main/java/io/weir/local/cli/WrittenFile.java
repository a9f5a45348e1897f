package io.weir.local.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file of the user's that is replaced whole: nobody sees half of it, and a failure changes
 * nothing.
 */
final class WrittenFile {

  private WrittenFile() {}

  /** Gives a file that is there another text; its permissions stay, and so do links to it. */
  static void replace(Path file, String text) throws IOException {
    Path target = file.toRealPath();
    // A move would not ask.
    if (!Files.isWritable(target)) {
      throw new AccessDeniedException(target.toString());
    }
    Path draft = Files.createTempFile(target.getParent(), "." + target.getFileName() + ".", ".tmp");
    try {
      Files.writeString(draft, text);
      Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(target));
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
