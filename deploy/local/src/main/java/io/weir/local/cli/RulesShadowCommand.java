package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.local.client.RulesClient;
import io.weir.local.hub.HubOptions;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir rules shadow}: the rules beside those in force, and where they differ. */
@Command(
    name = "shadow",
    mixinStandardHelpOptions = true,
    description = {
      "Show the rules beside those in force and, by route, how many messages they would take that"
          + " the rules in force do not (GAINED), and the other way round (LOST).",
      "Samples of those messages come with -o json. Without a shadow the exit code is 1."
    })
final class RulesShadowCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private HubOptions hub;
  @Mixin private Output output;

  @Option(names = "--text", description = "print its rule file instead, as it was applied")
  private boolean text;

  @Override
  public void run() {
    JsonNode shadow = RulesClient.of(hub.address()).shadow().json();
    PrintWriter out = spec.commandLine().getOut();
    if (text) {
      out.print(shadow.path("text").asText());
      out.flush();
    } else if (output.isJson()) {
      Output.json(out, shadow);
    } else {
      out.println(Output.printable(inWords(shadow)));
      out.println();
      printDifferences(out, shadow.path("differences"));
    }
  }

  private static String inWords(JsonNode shadow) {
    StringBuilder words = new StringBuilder("shadow ");
    words.append(shadow.path("shadow").asText());
    words.append(" beside version ").append(shadow.path("beside").asText());
    words.append(", since ").append(shadow.path("appliedAt").asText());
    if (shadow.has("appliedBy")) {
      words.append(", by ").append(shadow.path("appliedBy").asText());
    }
    if (shadow.has("note")) {
      words.append(": ").append(shadow.path("note").asText());
    }
    return words.toString();
  }

  private static void printDifferences(PrintWriter out, JsonNode differences) {
    if (differences.isEmpty()) {
      out.println("no difference has been counted");
      return;
    }
    Table table = new Table("ROUTE", "GAINED", "LOST");
    for (JsonNode route : differences) {
      table.row(
          route.path("route").asText(), route.path("gained").asText(), route.path("lost").asText());
    }
    table.print(out);
  }
}
