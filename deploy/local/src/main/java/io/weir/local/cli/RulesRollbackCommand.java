package io.weir.local.cli;

import io.weir.local.CommandFailure;
import io.weir.local.client.RulesClient;
import io.weir.local.client.RulesText;
import io.weir.local.hub.HubOptions;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir rules rollback}: the text of a former version becomes the next one. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = {
      "Apply the rules of the version before the one in force, or of another, as a new version.",
      "It is refused when somebody applies rules meanwhile. A second one undoes the first."
    })
final class RulesRollbackCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private HubOptions hub;
  @Mixin private Output output;
  @Mixin private RulesChangeOptions change;

  @Option(
      names = "--to",
      paramLabel = "N",
      description = "the version to go back to (default: the one before)")
  private Long to;

  @Override
  public void run() {
    if (to != null && to < 1) {
      throw new ParameterException(
          spec.commandLine(), "--to: found " + to + " (expected: a version, from 1)");
    }
    RulesClient rules = RulesClient.of(hub.address());
    // What is before is judged by what is in force, so that must not change meanwhile.
    long inForce = change.ifVersion().orElseGet(() -> rules.current().version());
    long target = to == null ? inForce - 1 : to;
    if (target < 1) {
      throw new CommandFailure(
          "there is no version before the one in force; `weir rules delete` takes the rules away");
    }
    RulesText former = rules.version(target);
    String note = change.message().orElse("rollback to version " + target);
    long version =
        RulesReply.version(rules.apply(former.text(), OptionalLong.of(inForce), Optional.of(note)));
    RulesReply.print(spec, output, "version", version, "the rules of version " + target);
  }
}
