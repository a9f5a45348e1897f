package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.local.client.HubClient;
import io.weir.local.hub.HubOptions;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir device-identity}: the registry (wire ids REST-01..04). */
@Command(
    name = "device-identity",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ImportCommand.class, ExportCommand.class},
    description = "Create, look at and change the identities of devices.")
public final class DeviceIdentityCommand implements Runnable {
  private static final int MAX_TOP = 1000;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing (create, show, list, update, delete, import or export)");
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Create an identity; keys are generated unless given.")
  void create(
      @Mixin HubOptions hub,
      @Mixin Output output,
      @Mixin DeviceIdOption device,
      @Mixin IdentityOptions options) {
    checked(options, "create");
    ObjectNode identity = Output.JSON.createObjectNode().put("deviceId", device.value());
    options.applyTo(identity);
    print(output, new HubClient(hub.address()).createDevice(identity).json());
  }

  @Command(name = "show", mixinStandardHelpOptions = true, description = "Show an identity.")
  void show(@Mixin HubOptions hub, @Mixin Output output, @Mixin DeviceIdOption device) {
    print(output, new HubClient(hub.address()).getDevice(device.value()).json());
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List identities, at most 1000 (REG-04).")
  void list(
      @Mixin HubOptions hub,
      @Mixin Output output,
      @Option(
              names = "--top",
              paramLabel = "N",
              defaultValue = "1000",
              description = "at most that many (default: ${DEFAULT-VALUE})")
          int top) {
    if (top < 1 || top > MAX_TOP) {
      throw usage("list", "--top: " + top + " (expected: 1 to " + MAX_TOP + ")");
    }
    JsonNode identities = new HubClient(hub.address()).listDevices(top).json();
    if (output.isJson()) {
      Output.json(out(), identities);
    } else {
      IdentityPrinter.list(out(), identities);
    }
  }

  @Command(
      name = "update",
      mixinStandardHelpOptions = true,
      description =
          "Change what the options name and leave the rest. Without --etag the change is made to"
              + " the identity as it is now, and refused if somebody else is faster.")
  void update(
      @Mixin HubOptions hub,
      @Mixin Output output,
      @Mixin DeviceIdOption device,
      @Mixin IdentityOptions options,
      @Option(
              names = {"-e", "--etag"},
              paramLabel = "ETAG",
              description = "only if this is the present etag; * for any")
          String etag) {
    checked(options, "update");
    if (options.isEmpty()) {
      throw usage("update", "there is nothing to change");
    }
    HubClient client = new HubClient(hub.address());
    ObjectNode identity = (ObjectNode) client.getDevice(device.value()).json();
    String ifMatch = etag == null ? identity.path("etag").asText() : etag;
    options.applyTo(identity);
    print(output, client.updateDevice(identity, ifMatch).json());
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Delete an identity; its device is cut off within a second.")
  void delete(
      @Mixin HubOptions hub,
      @Mixin DeviceIdOption device,
      @Option(
              names = {"-e", "--etag"},
              paramLabel = "ETAG",
              defaultValue = "*",
              description = "only if this is the present etag (default: any)")
          String etag) {
    new HubClient(hub.address()).deleteDevice(device.value(), etag).orThrow();
  }

  private void checked(IdentityOptions options, String command) {
    String problem = options.problem();
    if (problem != null) {
      throw usage(command, problem);
    }
  }

  private ParameterException usage(String command, String problem) {
    return new ParameterException(spec.subcommands().get(command), problem);
  }

  private void print(Output output, JsonNode identity) {
    if (output.isJson()) {
      Output.json(out(), identity);
    } else {
      IdentityPrinter.one(out(), identity);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
