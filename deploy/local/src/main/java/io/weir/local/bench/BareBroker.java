package io.weir.local.bench;

import io.weir.local.CommandFailure;
import io.weir.local.hub.HubConfig;
import io.weir.local.install.Installation;
import io.weir.local.tls.ServerKeyStore;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The floor of the throughput benchmarks: a bare HiveMQ CE with the hub's certificate and heap. */
final class BareBroker implements AutoCloseable {
  private final Process process;

  private BareBroker(Process process) {
    this.process = process;
  }

  /** Starts it where the hub's own MQTT listener was. */
  static BareBroker start(
      Installation installation, HubConfig hub, ServerKeyStore keyStore, Path home)
      throws IOException {
    for (String directory : List.of("conf", "data", "extensions", "log")) {
      Files.createDirectories(home.resolve(directory));
    }
    Files.writeString(home.resolve("conf/config.xml"), config(hub, keyStore));
    List<Path> classPath = new ArrayList<>(installation.libraries(Installation.HIVEMQ));
    classPath.addAll(installation.launcher().subList(0, 1));
    List<String> command = new ArrayList<>();
    command.add(Installation.java());
    // As the hub's own edge runs, so that the two differ in what Weir adds and in nothing else.
    command.addAll(List.of("-XX:+UseSerialGC", "-Xms96m", "-Xmx640m"));
    command.add("-Djava.net.preferIPv4Stack=true");
    command.add("-Dio.netty.tryReflectionSetAccessible=true");
    for (String opened :
        List.of("java.base/java.lang", "java.base/java.nio", "java.base/sun.nio.ch")) {
      command.addAll(List.of("--add-opens", opened + "=ALL-UNNAMED"));
    }
    command.addAll(List.of("--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED"));
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(BareBrokerMain.class.getName());
    command.add(home.toString());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectError(home.resolve("log/error.log").toFile());
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    Process process = builder.start();
    BareBroker broker = new BareBroker(process);
    broker.awaitReady(home);
    return broker;
  }

  private void awaitReady(Path home) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    while (line != null && !line.contains(BareBrokerMain.READY)) {
      line = out.readLine();
    }
    if (line == null) {
      close();
      throw new CommandFailure("the bare broker did not start; see " + home.resolve("log"));
    }
    Thread drain = new Thread(() -> drain(out), "weir-bench-broker-output");
    drain.setDaemon(true);
    drain.start();
  }

  /** Throws when it has ended by itself: then what was measured means nothing. */
  void check() {
    if (!process.isAlive()) {
      throw new CommandFailure("the bare broker has ended with code " + process.exitValue());
    }
  }

  // A full pipe would block the broker.
  private static void drain(BufferedReader out) {
    try {
      out.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // The broker has ended.
      return;
    }
  }

  private static String config(HubConfig hub, ServerKeyStore keyStore) {
    return """
        <?xml version="1.0"?>
        <hivemq>
          <listeners>
            <tls-tcp-listener>
              <port>%1$d</port>
              <bind-address>%2$s</bind-address>
              <name>mqtt-tls</name>
              <tls>
                <protocols>
                  <protocol>TLSv1.3</protocol>
                  <protocol>TLSv1.2</protocol>
                </protocols>
                <keystore>
                  <path>%3$s</path>
                  <password>%4$s</password>
                  <private-key-password>%4$s</private-key-password>
                </keystore>
                <truststore>
                  <path>%3$s</path>
                  <password>%4$s</password>
                </truststore>
                <client-authentication-mode>OPTIONAL</client-authentication-mode>
              </tls>
            </tls-tcp-listener>
          </listeners>
          <persistence>
            <mode>in-memory</mode>
          </persistence>
          <anonymous-usage-statistics>
            <enabled>false</enabled>
          </anonymous-usage-statistics>
        </hivemq>
        """
        .formatted(hub.ports().mqtt(), hub.host(), keyStore.file(), keyStore.password());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
