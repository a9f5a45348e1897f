package io.weir.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Rule files, applied as an operator does. */
final class Rules {
  /** There is one rule set: who changes it runs beside nobody else who does. */
  static final String LOCK = "rules";

  private static final Duration EFFECT = Duration.ofSeconds(2);

  private Rules() {}

  /** Writes a rule file and applies it; it has to be valid. */
  static void apply(Hub hub, String name, String text) {
    hub.weir("rules", "apply", file(name, text).toString()).succeeded();
  }

  /** Does the same, and waits until the rules are in force everywhere, by their promise. */
  static void enforce(Hub hub, String name, String text) {
    apply(hub, name, text);
    Awaitility.await().pollDelay(EFFECT).atMost(EFFECT.multipliedBy(2)).until(() -> true);
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
