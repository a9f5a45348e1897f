package io.weir.local.jobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The jars of runs that no savepoint has ended, kept because no other jar may go on from such a
 * run's checkpoints.
 */
final class KeptJars {
  private static final String SUFFIX = ".jar";

  private final Path directory;

  KeptJars(Path directory) {
    this.directory = directory;
  }

  /** Identifies a jar by the names and checksums of what is in it, whenever it was built. */
  static String idOf(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      List<JarEntry> entries =
          file.stream().sorted(Comparator.comparing(JarEntry::getName)).toList();
      for (JarEntry entry : entries) {
        String line = entry.getName() + " " + entry.getSize() + " " + entry.getCrc() + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Keeps the jar under its id. */
  void keep(String id, Path jar) throws IOException {
    Path kept = file(id);
    if (Files.exists(kept)) {
      return;
    }
    Files.createDirectories(directory);
    Path draft = directory.resolve(id + ".tmp");
    Files.copy(jar, draft, StandardCopyOption.REPLACE_EXISTING);
    Files.move(draft, kept, StandardCopyOption.ATOMIC_MOVE);
  }

  Optional<Path> find(String id) {
    return Optional.of(file(id)).filter(Files::isRegularFile);
  }

  /** Deletes every other jar. */
  void retain(Set<String> ids) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    List<Path> jars;
    try (Stream<Path> files = Files.list(directory)) {
      jars = files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
    for (Path jar : jars) {
      String name = jar.getFileName().toString();
      if (!ids.contains(name.substring(0, name.length() - SUFFIX.length()))) {
        Files.delete(jar);
      }
    }
  }

  private Path file(String id) {
    return directory.resolve(id + SUFFIX);
  }
}
