package io.weir.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.Route;
import io.weir.dsl.RuleSet;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.local.client.RulesClient;
import io.weir.local.client.RulesText;
import io.weir.local.hub.HubOptions;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code weir rules list}: what the rules in force hold. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "List the endpoints and routes in force, with the version.")
final class RulesListCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private HubOptions hub;
  @Mixin private Output output;

  @Override
  public void run() {
    RulesText inForce = RulesClient.of(hub.address()).current();
    RuleSet rules = inForce.compiled();
    if (output.isJson()) {
      ObjectNode node = Output.JSON.createObjectNode().put("version", inForce.version());
      RulesJson.describe(node, rules);
      Output.json(out(), node);
      return;
    }
    out().println("version " + inForce.version() + ": " + RulesJson.inWords(rules));
    out().println();
    printEndpoints(rules);
    out().println();
    printRoutes(rules);
  }

  private void printEndpoints(RuleSet rules) {
    Table table = new Table("ENDPOINT", "TYPE", "ADDRESS");
    row(table, EventsEndpoint.INSTANCE);
    rules.endpoints().forEach(endpoint -> row(table, endpoint));
    table.print(out());
  }

  private static void row(Table table, Endpoint endpoint) {
    table.row(endpoint.name(), EndpointWords.type(endpoint), EndpointWords.address(endpoint));
  }

  private void printRoutes(RuleSet rules) {
    if (rules.routes().isEmpty()) {
      out().println("no routes: every device message goes to " + EventsEndpoint.NAME);
      return;
    }
    Table table = new Table("ROUTE", "FROM", "TO", "WHERE");
    for (Route route : rules.routes()) {
      table.row(
          route.name(),
          route.source().wireName(),
          route.endpoints().stream().map(Endpoint::name).collect(Collectors.joining(", ")),
          route.conditionText());
    }
    table.print(out());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
