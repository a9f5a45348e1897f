package io.weir.local.cli;

import io.weir.local.client.HubAnswer;
import picocli.CommandLine.Model.CommandSpec;

/** What a command says that has changed the rules. */
final class RulesReply {
  private RulesReply() {}

  /** The version that has come into force. */
  static long version(HubAnswer answer) {
    return answer.json().path("version").asLong();
  }

  /** {@code version 7: 2 endpoints, ...}, or {@code {"version": 7}}. */
  static void print(CommandSpec spec, Output output, String what, long number, String words) {
    if (output.isJson()) {
      Output.json(spec.commandLine().getOut(), Output.JSON.createObjectNode().put(what, number));
    } else {
      spec.commandLine().getOut().println(what + " " + number + ": " + words);
    }
  }
}
