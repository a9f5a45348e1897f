package io.weir.local.command;

import io.weir.local.hub.HubConfig;
import io.weir.local.hub.HubOptions;
import io.weir.local.hub.HubWish;
import io.weir.local.hub.LocalHub;
import io.weir.local.hub.Policy;
import io.weir.local.hub.Ports;
import io.weir.local.install.Installation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir up}: a hub that runs when the command returns. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Start the hub; return when a device can connect.")
public final class UpCommand implements Runnable {
  @Mixin private HubOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "NAME_OR_IP",
      description = "where the hub listens (default: where it did before, at first 127.0.0.1)")
  private String host;

  @Option(
      names = "--twin-limits",
      paramLabel = "current|2017",
      description = "how large and deep twins may be (default: as before, at first current)")
  private String twinLimits;

  @Option(
      names = "--indexed-paths",
      paramLabel = "PATH",
      split = ",",
      description =
          "which paths of twins are indexed; chosen once, when the hub is made (default:"
              + " tags,properties.desired,properties.reported)")
  private List<String> indexedPaths;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    LocalHub hub = new LocalHub(options.data(), Installation.find());
    long begun = System.nanoTime();
    try (ProgressLine progress = new ProgressLine(err)) {
      HubConfig config =
          hub.up(
              new HubWish(
                  Optional.ofNullable(host),
                  Optional.ofNullable(twinLimits),
                  Optional.ofNullable(indexedPaths)),
              progress::show);
      progress.clear();
      double seconds = (System.nanoTime() - begun) / 1e9;
      out.printf(Locale.ROOT, "Weir is ready (%.1f s).%n%n", seconds);
      endpoints(out, config, hub);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void endpoints(PrintWriter out, HubConfig config, LocalHub hub) {
    Ports ports = config.ports();
    out.println("  MQTT over TLS   " + config.host() + ":" + ports.mqtt());
    out.println("  HTTPS           https://" + config.host() + ":" + ports.https());
    out.println("  Kafka           " + config.kafkaAddress());
    out.println("  Flink           http://" + config.internalHost() + ":" + ports.flinkRest());
    out.println("  CA certificate  " + hub.data().caFile());
    out.println("  Logs            " + hub.data().logs());
    out.println();
    out.println(config.connectionString(Policy.OWNER));
    if (ports.https() != Ports.DEFAULT.https()) {
      out.println();
      out.println(
          "HTTPS is on port "
              + ports.https()
              + ", since this user may not bind 443. The service SDKs' registry, twin and job calls"
              + " and devices over HTTPS or WebSockets need 443; to allow it:"
              + " sudo sysctl net.ipv4.ip_unprivileged_port_start=443");
    }
  }
}
