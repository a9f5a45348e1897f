package io.weir.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.local.ExitCode;
import io.weir.local.components.HubLayout;
import io.weir.local.hub.HubOptions;
import io.weir.local.hub.HubState;
import io.weir.local.hub.LocalHub;
import io.weir.local.hub.Phase;
import io.weir.local.install.Installation;
import io.weir.local.process.ComponentState;
import io.weir.local.process.ComponentStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir status}: what runs. Exit code 0 when everything does, 1 otherwise. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Show what runs; the exit code is 0 when everything does, else 1.")
public final class StatusCommand implements Callable<Integer> {
  /** How a command prints. */
  enum Output {
    TABLE,
    JSON
  }

  @Mixin private HubOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table or json",
      defaultValue = "table")
  private Output output;

  @Override
  public Integer call() throws IOException {
    LocalHub hub = new LocalHub(options.data(), Installation.find());
    Optional<HubState> state = hub.state();
    List<ComponentStatus> components = components(hub, state);
    if (components.stream().anyMatch(each -> each.state() == ComponentState.UNSUPERVISED)) {
      spec.commandLine()
          .getErr()
          .println(
              "weir: the supervisor of this hub is gone; `weir up` starts the hub anew, `weir"
                  + " down` ends what is left");
    }
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TABLE -> table(out, components);
      case JSON -> json(out, components);
    }
    boolean allRun =
        state.filter(present -> present.phase() == Phase.READY).isPresent()
            && components.stream().allMatch(each -> each.state() == ComponentState.RUNNING);
    return allRun ? ExitCode.OK : ExitCode.FAILED;
  }

  private static List<ComponentStatus> components(LocalHub hub, Optional<HubState> state)
      throws IOException {
    if (state.isPresent()) {
      return state.get().components();
    }
    List<ComponentStatus> left = hub.unsupervised();
    return left.isEmpty()
        ? HubLayout.COMPONENTS.stream().map(ComponentStatus::stopped).toList()
        : left;
  }

  private static void table(PrintWriter out, List<ComponentStatus> components) {
    String row = "%-12s %-11s %-22s %-9s %s%n";
    out.printf(row, "NAME", "STATE", "ADDRESS", "PID", "VERSION");
    for (ComponentStatus each : components) {
      out.printf(
          row,
          each.name(),
          each.state().wireName(),
          orDash(each.address()),
          each.pid() == 0 ? "-" : Long.toString(each.pid()),
          orDash(each.version()));
    }
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  private static void json(PrintWriter out, List<ComponentStatus> components) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    ArrayNode list = root.putArray("components");
    for (ComponentStatus each : components) {
      ObjectNode node = list.addObject();
      node.put("name", each.name());
      node.put("state", each.state().wireName());
      node.put("address", each.address());
      if (each.pid() == 0) {
        node.putNull("pid");
      } else {
        node.put("pid", each.pid());
      }
      node.put("version", each.version());
    }
    out.println(root);
  }
}
