package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.local.client.RulesClient;
import io.weir.local.hub.HubOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir rules history}: the versions of the rules. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "List the versions of the rules, the one in force first. A thousand are kept.")
final class RulesHistoryCommand implements Runnable {
  private static final int MAX_LAST = 1_000;
  private static final int SHOWN_DIGITS = 12;

  @Spec private CommandSpec spec;
  @Mixin private HubOptions hub;
  @Mixin private Output output;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "20",
      description = "how many, up to 1000 (default: ${DEFAULT-VALUE})")
  private int last;

  @Override
  public void run() {
    if (last < 1 || last > MAX_LAST) {
      throw new ParameterException(
          spec.commandLine(), "--last: found " + last + " (expected: 1 to " + MAX_LAST + ")");
    }
    JsonNode history = RulesClient.of(hub.address()).history(last);
    if (output.isJson()) {
      Output.json(spec.commandLine().getOut(), history);
      return;
    }
    Table table = new Table("VERSION", "APPLIED", "BY", "BYTES", "SHA-256", "NOTE");
    for (JsonNode version : history.path("versions")) {
      String sha = version.path("sha256").asText();
      table.row(
          version.path("version").asText(),
          version.path("appliedAt").asText(),
          version.path("appliedBy").asText(),
          version.path("bytes").asText(),
          sha.substring(0, Math.min(SHOWN_DIGITS, sha.length())),
          version.path("note").asText());
    }
    table.print(spec.commandLine().getOut());
  }
}
