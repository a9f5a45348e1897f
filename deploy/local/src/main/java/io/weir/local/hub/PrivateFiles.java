package io.weir.local.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * JSON and other files that only their owner may read, replaced whole so that no reader sees half.
 */
public final class PrivateFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(
          EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

  private PrivateFiles() {}

  /** The value of a JSON file; empty when there is no such file. */
  public static <T> Optional<T> read(Path file, Class<T> type) throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return Optional.of(JSON.readValue(content, type));
  }

  /** Writes {@code value} as JSON, atomically, mode 0600. */
  public static void write(Path file, Object value) throws IOException {
    writeBytes(file, JSON.writeValueAsBytes(value));
  }

  /** Writes the bytes atomically, mode 0600. */
  public static void writeBytes(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Path draft =
        Files.createTempFile(file.getParent(), file.getFileName() + ".", ".tmp", OWNER_ONLY);
    try {
      Files.write(draft, content, StandardOpenOption.TRUNCATE_EXISTING);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Makes the directory, mode 0700, and what is missing above it; one that is there stays. */
  static void directory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    if (directory.getParent() != null) {
      Files.createDirectories(directory.getParent());
    }
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Why a file operation failed, in words; Java's own message is often just the path. */
  public static String reason(IOException e) {
    if (e instanceof JsonProcessingException json) {
      return "it is not valid: " + json.getOriginalMessage();
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException fs && fs.getReason() != null) {
      return fs.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
