package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.local.client.HubClient;
import io.weir.local.hub.HubOptions;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir endpoints}: how the endpoints of the rules do. */
@Command(
    name = "endpoints",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at where messages go.")
public final class EndpointsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing (list)");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description =
          "List the endpoints in force: state, messages delivered, dead-lettered and waiting, and"
              + " the last error.")
  void list(@Mixin HubOptions hub, @Mixin Output output) {
    JsonNode answer = new HubClient(hub.address()).endpoints();
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      Output.json(out, answer);
      return;
    }
    Table table =
        new Table("ENDPOINT", "TYPE", "STATE", "DELIVERED", "DEAD", "WAITING", "LAST ERROR");
    for (JsonNode endpoint : answer.path("endpoints")) {
      table.row(
          endpoint.path("name").asText(),
          endpoint.path("type").asText(),
          endpoint.path("state").asText(),
          endpoint.path("delivered").asText("-"),
          endpoint.path("deadLettered").asText("-"),
          endpoint.path("lag").asText("-"),
          endpoint.path("lastError").asText(""));
    }
    table.print(out);
  }
}
