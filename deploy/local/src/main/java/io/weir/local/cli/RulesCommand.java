package io.weir.local.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.topic.Topics;
import io.weir.dsl.Compilation;
import io.weir.dsl.Diagnostic;
import io.weir.dsl.Route;
import io.weir.dsl.RuleFiles;
import io.weir.dsl.RuleSet;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.endpoint.KafkaEndpoint;
import io.weir.local.CommandFailure;
import io.weir.local.ExitCode;
import io.weir.local.client.HubClient;
import io.weir.local.client.RulesText;
import io.weir.local.hub.HubConfig;
import io.weir.local.hub.HubOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir rules}: the hub's routing, as text. */
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = RulesFmtCommand.class,
    description = "Check and format rule files, apply them, and look at the rules in force.")
public final class RulesCommand implements Runnable {
  /** Those of a local hub, which bears the default name. */
  private static final String OWN_TOPICS = new Topics(HubConfig.DEFAULT_NAME).prefix();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing (check, fmt, apply, list or show)");
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Check rule files without a hub. Errors read FILE:LINE:COL: error: ...",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:every file is valid; warnings do not change that",
        "1:a file has an error, cannot be read, or has a warning and --strict is given",
        "2:the command line is not understood"
      })
  int check(
      @Mixin Output output,
      @Option(names = "--strict", description = "warnings count as errors") boolean strict,
      @Parameters(paramLabel = "FILE", arity = "1..*", description = "rule files; - is stdin")
          List<String> files) {
    boolean good = true;
    List<Diagnostic> diagnostics = new ArrayList<>();
    ObjectNode report = Output.JSON.createObjectNode();
    ArrayNode described = report.putArray("files");
    for (String file : files) {
      String name = RuleFileText.nameOf(file);
      Compilation compilation = RuleFiles.compile(name, RuleFileText.read(file), OWN_TOPICS);
      boolean valid = isGood(compilation, strict);
      good &= valid;
      diagnostics.addAll(compilation.diagnostics());
      ObjectNode node = described.addObject().put("file", name).put("valid", valid);
      compilation.ruleSet().ifPresent(rules -> RulesJson.describe(node, rules));
      if (!output.isJson()) {
        print(compilation.diagnostics());
        out().println(name + ": " + verdict(compilation));
        out().flush();
      }
    }
    if (output.isJson()) {
      ArrayNode list = report.putArray("diagnostics");
      diagnostics.forEach(diagnostic -> RulesJson.describe(list.addObject(), diagnostic));
      Output.json(out(), report);
    }
    return good ? ExitCode.OK : ExitCode.FAILED;
  }

  @Command(
      name = "apply",
      mixinStandardHelpOptions = true,
      description =
          "Replace the hub's rules by a file. A file with an error changes nothing; a good one is"
              + " in force within two seconds.")
  int apply(
      @Mixin HubOptions hub,
      @Mixin Output output,
      @Option(names = "--strict", description = "warnings count as errors") boolean strict,
      @Option(
              names = "--if-version",
              paramLabel = "N",
              description = "only if this is the version in force")
          Long ifVersion,
      @Parameters(paramLabel = "FILE", description = "a rule file; - is stdin") String file) {
    String name = RuleFileText.nameOf(file);
    String text = RuleFileText.read(file);
    // a hub elsewhere may bear another name, and says itself which topics are its own
    Compilation compilation =
        hub.isRemote() ? RuleFiles.compile(name, text) : RuleFiles.compile(name, text, OWN_TOPICS);
    print(compilation.diagnostics());
    if (!isGood(compilation, strict)) {
      throw new CommandFailure(name + " is not applied: " + verdict(compilation));
    }
    OptionalLong expected = ifVersion == null ? OptionalLong.empty() : OptionalLong.of(ifVersion);
    long version =
        new HubClient(hub.address()).applyRules(text, expected).json().path("version").asLong();
    if (output.isJson()) {
      Output.json(out(), Output.JSON.createObjectNode().put("version", version));
    } else {
      out().println("version " + version + ": " + verdict(compilation));
    }
    return ExitCode.OK;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the endpoints and routes in force, with the version.")
  void list(@Mixin HubOptions hub, @Mixin Output output) {
    RulesText inForce = new HubClient(hub.address()).rules();
    RuleSet rules = compiled(inForce);
    if (output.isJson()) {
      ObjectNode node = Output.JSON.createObjectNode().put("version", inForce.version());
      RulesJson.describe(node, rules);
      Output.json(out(), node);
      return;
    }
    out().println("version " + inForce.version() + ": " + RulesJson.inWords(rules));
    out().println();
    Table endpoints = new Table("ENDPOINT", "TYPE", "TOPIC");
    endpoints.row(EventsEndpoint.NAME, RulesJson.type(EventsEndpoint.INSTANCE), "");
    for (Endpoint endpoint : rules.endpoints()) {
      String topic = endpoint instanceof KafkaEndpoint kafka ? kafka.topic() : "";
      endpoints.row(endpoint.name(), RulesJson.type(endpoint), topic);
    }
    endpoints.print(out());
    out().println();
    Table routes = new Table("ROUTE", "FROM", "TO", "WHERE");
    for (Route route : rules.routes()) {
      routes.row(
          route.name(),
          route.source().wireName(),
          route.endpoints().stream().map(Endpoint::name).collect(Collectors.joining(", ")),
          route.conditionText());
    }
    if (rules.routes().isEmpty()) {
      out().println("no routes: every device message goes to " + EventsEndpoint.NAME);
    } else {
      routes.print(out());
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Print the rule file in force, as it was applied.")
  void show(@Mixin HubOptions hub, @Mixin Output output) {
    RulesText inForce = new HubClient(hub.address()).rules();
    if (output.isJson()) {
      Output.json(
          out(),
          Output.JSON
              .createObjectNode()
              .put("version", inForce.version())
              .put("text", inForce.text()));
    } else {
      out().print(inForce.text());
      out().flush();
    }
  }

  private static RuleSet compiled(RulesText inForce) {
    return RuleFiles.compile("rules", inForce.text())
        .ruleSet()
        .orElseThrow(
            () ->
                new CommandFailure(
                    "this weir does not understand the rules in force (version "
                        + inForce.version()
                        + "); `weir rules show` prints them"));
  }

  private static boolean isGood(Compilation compilation, boolean strict) {
    return !compilation.hasErrors() && !(strict && !compilation.diagnostics().isEmpty());
  }

  private static String verdict(Compilation compilation) {
    long errors = compilation.diagnostics().stream().filter(Diagnostic::isError).count();
    long warnings = compilation.diagnostics().size() - errors;
    List<String> parts = new ArrayList<>();
    compilation.ruleSet().ifPresent(rules -> parts.add(RulesJson.inWords(rules)));
    if (errors > 0) {
      parts.add(RulesJson.counted(errors, "error"));
    }
    if (warnings > 0) {
      parts.add(RulesJson.counted(warnings, "warning"));
    }
    return String.join(", ", parts);
  }

  private void print(List<Diagnostic> diagnostics) {
    PrintWriter err = spec.commandLine().getErr();
    diagnostics.forEach(diagnostic -> err.println(diagnostic.render()));
    err.flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
