package io.weir.local.cli;

import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** The options of commands that change the rules in force; a picocli mixin. */
public final class RulesChangeOptions {
  @Option(
      names = "--if-version",
      paramLabel = "N",
      description = "only if this is the version in force")
  private Long ifVersion;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "a note for the history, at most 500 characters")
  private String message;

  OptionalLong ifVersion() {
    return ifVersion == null ? OptionalLong.empty() : OptionalLong.of(ifVersion);
  }

  Optional<String> message() {
    return Optional.ofNullable(message);
  }
}
