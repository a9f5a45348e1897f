package io.weir.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.local.ExitCode;
import io.weir.local.command.ProgressLine;
import io.weir.local.demo.Demo;
import io.weir.local.demo.DemoPlan;
import io.weir.local.demo.DemoResult;
import io.weir.local.demo.Screens;
import io.weir.local.demo.Summary;
import io.weir.local.hub.HubAddress;
import io.weir.local.hub.HubConfig;
import io.weir.local.hub.HubOptions;
import io.weir.local.hub.HubState;
import io.weir.local.hub.HubWish;
import io.weir.local.hub.LocalHub;
import io.weir.local.hub.Phase;
import io.weir.local.install.Installation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir demo}: the main job, live, in a terminal. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Show the hub at work: a fleet of plant-like devices, rules, endpoints, latency, alerts; and"
          + " at the end an account of every message.",
      "It starts the hub if none runs, and leaves it running. On a hub that is in use it disturbs"
          + " nobody: its devices are its own and are deleted afterwards, its rules concern only"
          + " them, are added to those in force and taken away at the end. (A rule of yours that"
          + " takes every message takes the demo's, too.) The topics demo.alerts and demo.line-a"
          + " stay."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every acknowledged message came out of every endpoint that the rules name for it",
      "1:one is missing, or came out where it should not, or the demo could not run",
      "2:the command line is not understood"
    })
public final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HubOptions options;
  @Mixin private Output output;
  @Mixin private FleetOptions fleet;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "60",
      description = "how long it sends (default: ${DEFAULT-VALUE})")
  private double seconds;

  @Option(
      names = "--host",
      paramLabel = "NAME_OR_IP",
      description = "where a hub that has to be started listens")
  private String host;

  @Override
  public Integer call() throws IOException, InterruptedException {
    fleet.check(seconds);
    if (options.isRemote()) {
      throw fleet.usage("--connection-string: the demo needs a local hub (expected: --data DIR)");
    }
    if (fleet.rate() * seconds > DemoPlan.MAX_MESSAGES) {
      throw fleet.usage("--rate times --seconds: more than 2000000 messages");
    }
    Installation installation = Installation.find();
    DemoPlan plan =
        new DemoPlan(
            fleet.devices(),
            fleet.rate(),
            seconds,
            fleet.prefixOr("demo"),
            RuleFileText.read(rules(installation).toString()));
    LocalHub hub = new LocalHub(options.data(), installation);
    HubConfig config = running(hub);
    HubAddress address = HubAddress.of(config, hub.data());
    try (Interruption interruption = Interruption.watch()) {
      DemoResult result =
          new Demo(
                  config,
                  address,
                  Screens.choose(output.isJson() ? err() : out(), !output.isJson(), config.host()),
                  interruption::asked,
                  this::warn)
              .run(plan);
      print(result);
      return result.summary().good() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private static Path rules(Installation installation) {
    return installation.home().resolve("deploy/local/rules/demo.weir");
  }

  private HubConfig running(LocalHub hub) throws IOException, InterruptedException {
    Optional<HubState> state = hub.state();
    if (state.isPresent() && state.get().phase() == Phase.READY) {
      return hub.config();
    }
    err().println("Starting the hub in " + hub.data().root());
    err().flush();
    try (ProgressLine progress = new ProgressLine(err())) {
      return hub.up(HubWish.at(Optional.ofNullable(host)), progress::show);
    }
  }

  private void print(DemoResult result) {
    Summary summary = result.summary();
    if (output.isJson()) {
      Output.json(out(), json(result));
      return;
    }
    out().println();
    Table table = new Table("MESSAGES", "NUMBER");
    table.row("sent", summary.sent() + "");
    table.row("acknowledged", summary.acknowledged() + "");
    table.row("not acknowledged", summary.unacknowledged() + "");
    new TreeMap<>(summary.routed())
        .forEach((endpoint, number) -> table.row("routed to " + endpoint, number + ""));
    table.row("lost", summary.lost() + "");
    table.row("duplicated", summary.duplicated() + "");
    table.row("misrouted", summary.misrouted() + "");
    table.print(out());
    out().println();
    out()
        .printf(
            Locale.ROOT,
            "%.1f s, %.0f messages/s; latency p50 %.1f ms, p99 %.1f ms; reconnects %d; held back"
                + " %d%n",
            result.seconds(),
            summary.sent() / result.seconds(),
            result.p50Millis(),
            result.p99Millis(),
            result.reconnects(),
            result.heldBack());
    if (summary.lost() > 0) {
      out().println("lost, for example: " + String.join(", ", summary.lostExamples()));
    }
    out()
        .println(
            summary.good()
                ? "Every acknowledged message is where the rules send it."
                : "Messages are missing, misrouted or were never acknowledged; the logs are in "
                    + options.data().logs()
                    + ".");
    out().println("The hub is still running; `weir down` stops it.");
    out().flush();
  }

  private static ObjectNode json(DemoResult result) {
    Summary summary = result.summary();
    ObjectNode node = Output.JSON.createObjectNode();
    node.put("sent", summary.sent());
    node.put("acknowledged", summary.acknowledged());
    node.put("unacknowledged", summary.unacknowledged());
    ObjectNode routed = node.putObject("routed");
    new TreeMap<>(summary.routed()).forEach(routed::put);
    node.put("lost", summary.lost());
    node.put("duplicated", summary.duplicated());
    node.put("misrouted", summary.misrouted());
    node.put("seconds", result.seconds());
    node.put("latencyP50Millis", result.p50Millis());
    node.put("latencyP99Millis", result.p99Millis());
    node.put("reconnects", result.reconnects());
    node.put("heldBack", result.heldBack());
    return node;
  }

  private void warn(String text) {
    err().println("weir: " + text);
    err().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
