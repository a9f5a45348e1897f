package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.identity.DeviceIds;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.TwinJson;
import io.weir.local.CommandFailure;
import io.weir.local.ExitCode;
import io.weir.local.client.HubClient;
import io.weir.local.hub.HubOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code weir device-twin}: twins of devices and modules (wire ids REST-10..15, REST-18). They are
 * shown as JSON, whatever {@code -o} says.
 */
@Command(
    name = "device-twin",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TwinQueryCommand.class, TwinWatchCommand.class},
    description = "Look at, change and query twins.")
public final class DeviceTwinCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing (show, update, replace, query or watch)");
  }

  @Command(name = "show", mixinStandardHelpOptions = true, description = "Show a twin.")
  void show(@Mixin HubOptions hub, @Mixin Output output, @Mixin TwinOwnerOptions owner) {
    print(new HubClient(hub.address()).twin(owner.key()).orThrow().body());
  }

  @Command(
      name = "update",
      mixinStandardHelpOptions = true,
      description = {
        "Patch tags and desired properties: null removes, objects merge (TWIN-02).",
        "With --query the patch goes to every twin that the condition finds; the command goes on"
            + " where it stopped when it is given again."
      })
  int update(
      @Mixin HubOptions hub,
      @Mixin Output output,
      @Option(
              names = {"-d", "--device-id"},
              paramLabel = "ID",
              description = "the device")
          String deviceId,
      @Option(
              names = {"-m", "--module-id"},
              paramLabel = "ID",
              description = "a module of the device")
          String moduleId,
      @Option(names = "--tags", paramLabel = "JSON", description = "a patch of the tags, or a file")
          String tags,
      @Option(
              names = "--desired",
              paramLabel = "JSON",
              description = "a patch of the desired properties, or a file")
          String desired,
      @Option(
              names = "--patch",
              paramLabel = "FILE",
              description =
                  "a patch such as {\"tags\":{},\"properties\":{\"desired\":{}}}, or a file")
          String patch,
      @Option(
              names = {"-e", "--etag"},
              paramLabel = "ETAG",
              description = "only if this is the twin's etag")
          String etag,
      @Option(
              names = {"-q", "--query"},
              paramLabel = "CONDITION",
              description =
                  "the twins to change: a condition such as \"tags.hall = 'north'\", or a query")
          String query,
      @Option(names = "--dry-run", description = "say how many twins it would touch, and stop")
          boolean dryRun,
      @Option(
              names = "--state",
              paramLabel = "FILE",
              description = "where it writes how far it has come (default: weir-twin-update.json)")
          Path state)
      throws IOException {
    if ((query == null) == (deviceId == null)) {
      throw usage("update", "expected: --device-id or --query");
    }
    if (query != null && (etag != null || moduleId != null)) {
      throw usage("update", "--etag and --module-id go with one --device-id");
    }
    if (query == null && (dryRun || state != null)) {
      throw usage("update", "--dry-run and --state go with --query");
    }
    if (deviceId != null && !DeviceIds.isValid(deviceId)) {
      throw usage("update", "--device-id: '" + Output.printable(deviceId) + "' is none");
    }
    ObjectNode document = patch(tags, desired, patch);
    if (query != null) {
      String selection = TwinSelection.query(query);
      TwinBulkUpdate bulk =
          new TwinBulkUpdate(
              hub.address(),
              selection,
              document,
              Optional.ofNullable(state),
              spec.commandLine().getErr());
      return dryRun ? bulk.count(out()) : bulk.run(out());
    }
    print(
        new HubClient(hub.address())
            .patchTwin(new TwinKey(deviceId, moduleId), document, Optional.ofNullable(etag))
            .orThrow()
            .body());
    return ExitCode.OK;
  }

  @Command(
      name = "replace",
      mixinStandardHelpOptions = true,
      description = "Replace the tags or desired properties that the document has (TWIN-05).")
  void replace(
      @Mixin HubOptions hub,
      @Mixin Output output,
      @Mixin TwinOwnerOptions owner,
      @Option(
              names = {"-j", "--json"},
              paramLabel = "JSON",
              required = true,
              description = "the document, or a file")
          String json,
      @Option(
              names = {"-e", "--etag"},
              paramLabel = "ETAG",
              description = "only if this is the twin's etag")
          String etag) {
    JsonNode document = JsonArgument.read("--json", json);
    print(
        new HubClient(hub.address())
            .replaceTwin(owner.key(), document, Optional.ofNullable(etag))
            .orThrow()
            .body());
  }

  /**
   * Tags and desired properties alone: whatever else the document has is not a patch's to write.
   */
  private ObjectNode patch(String tags, String desired, String patch) {
    if (tags == null && desired == null && patch == null) {
      throw usage("update", "there is nothing to change (expected: --tags, --desired or --patch)");
    }
    ObjectNode document = TwinJson.mapper().createObjectNode();
    if (patch != null) {
      ObjectNode given = JsonArgument.read("--patch", patch);
      if (given.has("tags")) {
        document.set("tags", given.get("tags"));
      }
      if (given.path("properties").has("desired")) {
        document.withObject("/properties").set("desired", given.at("/properties/desired"));
      }
      if (document.isEmpty()) {
        throw new CommandFailure(
            "--patch: neither tags nor properties.desired (expected: a document such as"
                + " {\"tags\":{},\"properties\":{\"desired\":{}}})");
      }
    }
    if (tags != null) {
      document.set("tags", JsonArgument.readOrNull("--tags", tags));
    }
    if (desired != null) {
      document
          .withObject("/properties")
          .set("desired", JsonArgument.readOrNull("--desired", desired));
    }
    return document;
  }

  private ParameterException usage(String command, String problem) {
    return new ParameterException(spec.subcommands().get(command), problem);
  }

  private void print(String twin) {
    Output.exactly(out(), TwinJson.parse(twin));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
