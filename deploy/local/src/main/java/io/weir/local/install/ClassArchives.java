package io.weir.local.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Class-data archives of the components (AppCDS): a JVM that has one starts with its classes parsed
 * and verified. A component that has none writes a draft of one as it ends, and {@link #keep} makes
 * that the archive of the next start. Nothing depends on them: whatever goes wrong with an archive,
 * its component starts as it would without.
 *
 * @param directory beside the installation, so that every hub of it benefits
 */
public record ClassArchives(Path directory) {
  private static final Logger log = LoggerFactory.getLogger(ClassArchives.class);
  private static final String ARCHIVE = ".jsa";
  private static final String DRAFT = ".draft";

  /** Builds and data directories that take turns each find theirs. */
  private static final int KEPT = 3;

  /** The JVM's options: to use the component's archive, or to write one as it ends. */
  public List<String> options(String component, List<Path> classPath) {
    List<String> use = existing(component, classPath);
    if (!use.isEmpty()) {
      return use;
    }
    try {
      Files.createDirectories(directory);
      if (!Files.isWritable(directory)) {
        return List.of();
      }
      Path draft = draft(archive(component, classPath), ProcessHandle.current().pid());
      return List.of("-XX:ArchiveClassesAtExit=" + draft, "-Xlog:cds*=error");
    } catch (IOException e) {
      log.info("no class-data archive of {}: {}", component, e.toString());
      return List.of();
    }
  }

  /** The JVM's options to use the component's archive; none when there is none. */
  public List<String> existing(String component, List<Path> classPath) {
    try {
      Path archive = archive(component, classPath);
      return Files.isReadable(archive)
          ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=error")
          : List.of();
    } catch (IOException e) {
      log.info("no class-data archive of {}: {}", component, e.toString());
      return List.of();
    }
  }

  /** The component has ended in good order: its draft, if it wrote one, is whole. */
  public void keep(String component) {
    String suffix = ARCHIVE + "." + ProcessHandle.current().pid() + DRAFT;
    try {
      for (Path draft : files(component, suffix)) {
        String name = draft.getFileName().toString();
        Path archive =
            directory.resolve(name.substring(0, name.length() - suffix.length()) + ARCHIVE);
        Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
        log.info("wrote {}, {} MB", archive, Files.size(archive) >> 20);
      }
      prune(component);
    } catch (IOException e) {
      log.warn("the class-data archive of {} is not kept: {}", component, e.toString());
    }
  }

  private void prune(String component) throws IOException {
    List<Path> archives = files(component, ARCHIVE);
    for (Path former : archives.subList(0, Math.max(0, archives.size() - KEPT))) {
      Files.deleteIfExists(former);
    }
    for (Path draft : files(component, DRAFT)) {
      if (!isWriterAlive(draft)) {
        Files.deleteIfExists(draft);
      }
    }
  }

  /** The component's files, oldest first. */
  private List<Path> files(String component, String suffix) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(component + "-"))
          .filter(file -> file.getFileName().toString().endsWith(suffix))
          .sorted(Comparator.comparing(ClassArchives::modified))
          .toList();
    }
  }

  private Path archive(String component, List<Path> classPath) throws IOException {
    return directory.resolve(component + "-" + fingerprint(classPath) + ARCHIVE);
  }

  static Path draft(Path archive, long writer) {
    return archive.resolveSibling(archive.getFileName() + "." + writer + DRAFT);
  }

  private static boolean isWriterAlive(Path draft) {
    String[] parts = draft.getFileName().toString().split("\\.", -1);
    return ProcessHandle.of(Long.parseLong(parts[parts.length - 2])).isPresent();
  }

  /** What an archive must agree with; the JVM itself checks much the same once more. */
  private static String fingerprint(List<Path> classPath) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(System.getProperty("java.home")).append(' ').append(Runtime.version());
    for (Path jar : classPath) {
      BasicFileAttributes attributes = Files.readAttributes(jar, BasicFileAttributes.class);
      text.append('\n').append(jar).append(' ').append(attributes.size());
      text.append(' ').append(attributes.lastModifiedTime().toMillis());
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException gone) {
      return FileTime.fromMillis(0);
    }
  }
}
