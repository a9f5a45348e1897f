package io.weir.local.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * HiveMQ CE by itself, which lets everybody in: the embedded start does so by design. Runs in a JVM
 * of its own, ends when its standard input does. The broker is found on the class path at run time.
 */
public final class BareBrokerMain {
  /** The line that says that clients can connect. */
  static final String READY = "bare broker ready";

  private BareBrokerMain() {}

  /**
   * Starts it.
   *
   * @param arguments its directory, with {@code conf}, {@code data} and {@code extensions} in it
   */
  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]);
    Class<?> brokerType = Class.forName("com.hivemq.embedded.EmbeddedHiveMQ");
    Class<?> builderType = Class.forName("com.hivemq.embedded.EmbeddedHiveMQBuilder");
    Object builder = brokerType.getMethod("builder").invoke(null);
    folder(builderType, builder, "withConfigurationFolder", home.resolve("conf"));
    folder(builderType, builder, "withDataFolder", home.resolve("data"));
    folder(builderType, builder, "withExtensionsFolder", home.resolve("extensions"));
    Object broker = builderType.getMethod("build").invoke(builder);
    CompletableFuture<?> started =
        (CompletableFuture<?>) brokerType.getMethod("start").invoke(broker);
    started.get(60, TimeUnit.SECONDS);
    System.out.println(READY);
    System.out.flush();
    waitForEndOfInput();
    System.exit(0);
  }

  private static void folder(Class<?> builderType, Object builder, String method, Path folder)
      throws ReflectiveOperationException {
    builderType.getMethod(method, Path.class).invoke(builder, folder);
  }

  private static void waitForEndOfInput() throws IOException {
    // The parent says nothing; it only goes away.
    System.in.transferTo(OutputStream.nullOutputStream());
  }
}
