package io.weir.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.local.ExitCode;
import io.weir.local.client.HubClient;
import io.weir.local.fleet.DeviceCredentials;
import io.weir.local.fleet.Fleet;
import io.weir.local.fleet.FleetListener;
import io.weir.local.fleet.MqttTarget;
import io.weir.local.fleet.PlantSignal;
import io.weir.local.fleet.Provisioner;
import io.weir.local.hub.HubOptions;
import io.weir.local.hub.Ports;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir simulate}: a fleet of real MQTT clients. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Run a fleet of real MQTT clients over TLS, each with a key of its own.",
      "Every message has an id of its own, DEVICE:SEQUENCE, and the property plant = 'simulated'."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every message that was sent is acknowledged",
      "1:some are not, or the fleet could not be set up",
      "2:the command line is not understood"
    })
public final class SimulateCommand implements Callable<Integer> {
  private static final long LAST_ACKNOWLEDGEMENTS_SECONDS = 30;

  @Spec private CommandSpec spec;
  @Mixin private HubOptions hub;
  @Mixin private Output output;
  @Mixin private FleetOptions options;

  @Option(names = "--seconds", paramLabel = "S", description = "how long (default: until Ctrl-C)")
  private Double seconds;

  @Option(
      names = "--mqtt-port",
      paramLabel = "PORT",
      description = "with --connection-string (default: 8883)")
  private Integer mqttPort;

  @Override
  public Integer call() throws InterruptedException {
    options.check(seconds);
    try (Interruption interruption = Interruption.watch()) {
      Provisioner provisioner = new Provisioner(new HubClient(hub.address()));
      try {
        return run(provisioner, interruption);
      } finally {
        int left = provisioner.deleteMade();
        if (left > 0) {
          err().println("weir: " + left + " identities of the fleet could not be deleted");
          err().flush();
        }
      }
    }
  }

  private int run(Provisioner provisioner, Interruption interruption) throws InterruptedException {
    String prefix = options.prefixOr("sim");
    List<DeviceCredentials> devices = provisioner.provision(prefix, options.devices());
    MqttTarget target = MqttTarget.of(hub.address(), port());
    long seed = prefix.hashCode();
    try (Fleet fleet =
        new Fleet(
            target,
            devices,
            number -> new PlantSignal("simulated", number, seed),
            FleetListener.NONE)) {
      fleet.connect();
      err().println(fleet.connected() + " devices are connected (" + prefix + "-...)");
      err().flush();
      long begun = System.nanoTime();
      Thread reporter = new Thread(() -> report(fleet), "weir-simulate-report");
      reporter.setDaemon(true);
      reporter.start();
      fleet.send(options.rate(), seconds == null ? Double.MAX_VALUE : seconds, interruption::asked);
      double took = (System.nanoTime() - begun) / 1e9;
      boolean complete = fleet.awaitAcknowledgements(LAST_ACKNOWLEDGEMENTS_SECONDS);
      reporter.interrupt();
      reporter.join(TimeUnit.SECONDS.toMillis(2));
      print(fleet, took);
      return complete && fleet.failed() == 0 ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private int port() {
    if (mqttPort != null) {
      return mqttPort;
    }
    return hub.isRemote() ? Ports.DEFAULT.mqtt() : hub.localHub().ports().mqtt();
  }

  private void report(Fleet fleet) {
    long before = fleet.acknowledged();
    try {
      while (true) {
        Thread.sleep(1_000);
        long now = fleet.acknowledged();
        err()
            .printf(
                Locale.ROOT,
                "connected %d  sent %d  acknowledged %d (%d/s)  pending %d  reconnects %d%n",
                fleet.connected(),
                fleet.sent(),
                now,
                now - before,
                fleet.pending(),
                fleet.reconnects());
        err().flush();
        before = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(Fleet fleet, double took) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      ObjectNode node = Output.JSON.createObjectNode();
      node.put("devices", options.devices());
      node.put("seconds", Math.round(took * 1000) / 1000.0);
      node.put("sent", fleet.sent());
      node.put("acknowledged", fleet.acknowledged());
      node.put("unacknowledged", fleet.sent() - fleet.acknowledged());
      node.put("heldBack", fleet.heldBack());
      node.put("reconnects", fleet.reconnects());
      Output.json(out, node);
      return;
    }
    Table table = new Table("WHAT", "NUMBER");
    table.row("devices", options.devices() + "");
    table.row("seconds", String.format(Locale.ROOT, "%.1f", took));
    table.row("sent", fleet.sent() + "");
    table.row("acknowledged", fleet.acknowledged() + "");
    table.row("unacknowledged", fleet.sent() - fleet.acknowledged() + "");
    table.row("held back, the hub being slower than the rate", fleet.heldBack() + "");
    table.row("reconnects", fleet.reconnects() + "");
    table.print(out);
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
