package io.weir.dsl;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What compiling a rule file gave.
 *
 * @param ruleSet the rules; empty when there is an error
 * @param diagnostics errors and warnings in the order of the text
 */
public record Compilation(Optional<RuleSet> ruleSet, List<Diagnostic> diagnostics) {

  public Compilation {
    diagnostics = List.copyOf(diagnostics);
    boolean errors = diagnostics.stream().anyMatch(Diagnostic::isError);
    if (errors == ruleSet.isPresent()) {
      throw new IllegalArgumentException(
          "ruleSet: "
              + (errors ? "present" : "absent")
              + " (expected: present exactly when no diagnostic is an error)");
    }
  }

  public boolean hasErrors() {
    return ruleSet.isEmpty();
  }

  /** All diagnostics rendered, one after another. */
  public String render() {
    return diagnostics.stream().map(Diagnostic::render).collect(Collectors.joining("\n"));
  }
}
