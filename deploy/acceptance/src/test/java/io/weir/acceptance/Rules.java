package io.weir.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Rule files, applied as an operator does. */
final class Rules {
  private Rules() {}

  /** Writes a rule file and applies it; it has to be valid. */
  static void apply(Hub hub, String name, String text) {
    hub.weir("rules", "apply", file(name, text).toString()).succeeded();
  }

  /** Writes a rule file. */
  static Path file(String name, String text) {
    try {
      Path folder = Files.createDirectories(Hub.target().resolve("rules"));
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
