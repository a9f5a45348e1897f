package io.weir.local.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Identifies the content of jars, so that a build which changed nothing is no other build. Reading
 * all of them takes a second; so the id is remembered together with the files' sizes and times.
 */
final class BuildId {
  private final Path memory;

  BuildId(Path memory) {
    this.memory = memory;
  }

  String of(List<Path> jars) throws IOException {
    String seen = describe(jars);
    List<String> remembered = remembered();
    if (remembered.size() > 1
        && String.join("\n", remembered.subList(1, remembered.size())).equals(seen)) {
      return remembered.get(0);
    }
    String id = digest(jars);
    remember(id + "\n" + seen);
    return id;
  }

  private List<String> remembered() {
    try {
      return Files.readAllLines(memory);
    } catch (IOException nothing) {
      return List.of();
    }
  }

  /** An installation that may not be written goes without. */
  private void remember(String text) {
    Path draft = memory.resolveSibling(memory.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.writeString(draft, text);
      Files.move(
          draft, memory, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException readOnly) {
      draft.toFile().delete();
    }
  }

  private static String describe(List<Path> jars) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path jar : jars) {
      BasicFileAttributes attributes = Files.readAttributes(jar, BasicFileAttributes.class);
      text.append(text.isEmpty() ? "" : "\n").append(jar).append(' ').append(attributes.size());
      text.append(' ').append(attributes.lastModifiedTime());
    }
    return text.toString();
  }

  private static String digest(List<Path> jars) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    for (Path jar : jars) {
      try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }
}
