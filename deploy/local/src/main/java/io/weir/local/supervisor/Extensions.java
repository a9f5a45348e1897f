package io.weir.local.supervisor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.jar.JarFile;

/** Tells a packaged broker extension from any other jar. */
final class Extensions {
  private static final String SERVICE =
      "META-INF/services/com.hivemq.extension.sdk.api.ExtensionMain";

  private Extensions() {}

  static boolean isPackaged(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getEntry(SERVICE) != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
