package io.weir.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.weir.dsl.RuleSet;
import io.weir.dsl.explain.Explainer;
import io.weir.dsl.explain.Explanation;
import io.weir.dsl.explain.ExplanationJson;
import io.weir.dsl.explain.ExplanationText;
import io.weir.dsl.fixture.FixtureException;
import io.weir.dsl.fixture.GivenMessage;
import io.weir.dsl.fixture.MessageReader;
import io.weir.local.CommandFailure;
import io.weir.local.ExitCode;
import io.weir.local.client.RulesClient;
import io.weir.local.hub.HubOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir rules explain}: why a message goes where it goes. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    customSynopsis = {
      "weir rules explain RULES --message FILE [-o FORMAT]",
      "       weir rules explain --device ID [--last N] [--record MINUTES] [-o FORMAT]",
      "       weir rules explain --message-id ID [--last N] [-o FORMAT]"
    },
    description = {
      "Say why a message goes where it goes: for each route what decided, and the values that it"
          + " saw.",
      "With RULES and --message, without a hub. The message is JSON as `weir monitor-events -o"
          + " json` prints it; it may have a \"twin\".",
      "With --device or --message-id, of messages that the hub has routed, with what the endpoints"
          + " answered. The hub records those of a device from the time on that they are asked for,"
          + " and always some of those that no route took or that a condition was undefined for.",
      "With -o json and --last it is {\"explanations\": [...]}, else one explanation, or null."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:explained, wherever the message goes; or recorded from now on",
      "1:a file has an error or cannot be read, the hub refuses, or there is no such message",
      "2:the command line is not understood"
    })
final class RulesExplainCommand implements Callable<Integer> {
  /** A body that is as long as one may be grows by a third as base64; a twin comes on top. */
  private static final InputText MESSAGE = new InputText("a message as JSON", 4 << 20);

  private static final int MAX_LAST = 100;
  private static final int MAX_MINUTES = 60;
  private static final int DEFAULT_MINUTES = 10;

  @Spec private CommandSpec spec;
  @Mixin private HubOptions hub;
  @Mixin private Output output;

  @ArgGroup(multiplicity = "1")
  private Which which;

  @Parameters(paramLabel = "RULES", arity = "0..1", description = "a rule file; - is stdin")
  private String rules;

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "of the last N messages, the last one first (default: the last one alone)")
  private Integer last;

  @Option(
      names = "--record",
      paramLabel = "MINUTES",
      description =
          "how long the device's messages are recorded from now on; 0 ends it (default: 10)")
  private Integer minutes;

  /** Of which message. */
  private static final class Which {
    @Option(names = "--message", paramLabel = "FILE", description = "the message; - is stdin")
    private String message;

    @Option(names = "--device", paramLabel = "ID", description = "messages of that device")
    private String device;

    @Option(names = "--message-id", paramLabel = "ID", description = "messages with that id")
    private String messageId;
  }

  @Override
  public Integer call() {
    if (which.device == null && minutes != null) {
      throw misuse("--record: " + minutes + " (expected: with --device)");
    }
    if (which.message != null) {
      explainFile();
    } else if (rules != null) {
      throw misuse("RULES: " + rules + " (expected: none, the hub has its own)");
    } else {
      explainRecorded();
    }
    return ExitCode.OK;
  }

  private ParameterException misuse(String text) {
    return new ParameterException(spec.commandLine(), text);
  }

  private void explainFile() {
    if (rules == null) {
      throw misuse("RULES: missing (expected: a rule file to explain the message by)");
    }
    if (last != null) {
      throw misuse("--last: " + last + " (expected: with --device or --message-id)");
    }
    if (which.message.equals(InputText.STANDARD_INPUT) && rules.equals(which.message)) {
      throw misuse("RULES and --message: - (expected: - for one of them)");
    }
    RuleFile file = RuleFile.read(rules);
    RuleSet ruleSet = file.compiled(spec.commandLine().getErr());
    Explanation explanation = Explainer.of(ruleSet, file.text()).explain(given());
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      Output.json(out, ExplanationJson.of(explanation));
    } else {
      out.print(new ExplanationText(file.name()).of(explanation));
      out.flush();
    }
  }

  private GivenMessage given() {
    try {
      return MessageReader.json(InputText.nameOf(which.message), MESSAGE.read(which.message));
    } catch (FixtureException e) {
      throw new CommandFailure(e.getMessage(), e);
    }
  }

  private void explainRecorded() {
    int wanted = within("--last", last == null ? 1 : last, 1, MAX_LAST);
    int recorded = within("--record", minutes == null ? DEFAULT_MINUTES : minutes, 0, MAX_MINUTES);
    RulesClient client = RulesClient.of(hub.address());
    if (which.device != null) {
      print(client.explanationsOf(which.device, wanted));
      record(client, recorded);
    } else if (!print(client.explanationsOfMessage(which.messageId, wanted))) {
      throw new CommandFailure(
          "no message "
              + Output.printable(which.messageId)
              + " is recorded; `weir rules explain --device ID` records those of a device");
    }
  }

  private int within(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw misuse(option + ": " + value + " (expected: " + least + " to " + most + ")");
    }
    return value;
  }

  /** What is there is shown before it is asked for more, which may be refused. */
  private void record(RulesClient client, int recorded) {
    var unused = client.explain(which.device, Duration.ofMinutes(recorded)).orThrow();
    say(
        recorded == 0
            ? "its messages are not recorded any more"
            : "its messages are recorded from now on, for %d min".formatted(recorded));
  }

  private void say(String text) {
    spec.commandLine().getErr().println(Output.printable(text));
    spec.commandLine().getErr().flush();
  }

  /** False when there is nothing. */
  private boolean print(JsonNode answer) {
    JsonNode found = answer.path("explanations");
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      Output.json(out, last == null ? latest(found) : answer);
    } else if (found.isEmpty() && which.device != null) {
      say("nothing is recorded of " + which.device + " yet");
    } else {
      found.forEach(explanation -> out.print(new RecordedExplanation(explanation).text()));
      out.flush();
    }
    return !found.isEmpty();
  }

  private static JsonNode latest(JsonNode found) {
    return found.isEmpty() ? NullNode.getInstance() : found.get(0);
  }
}
