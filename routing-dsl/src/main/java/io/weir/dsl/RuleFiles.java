package io.weir.dsl;

import java.util.List;
import java.util.Optional;

/** Compiles rule files. */
public final class RuleFiles {

  private RuleFiles() {}

  /**
   * Compiles the text of a rule file. Never throws for any text.
   *
   * @param fileName how diagnostics name the file
   */
  public static Compilation compile(String fileName, String text) {
    if (text.isBlank()) {
      return new Compilation(Optional.of(RuleSet.EMPTY), List.of());
    }
    String first = text.lines().findFirst().orElse("");
    return new Compilation(
        Optional.empty(),
        List.of(
            new Diagnostic(
                Severity.ERROR, fileName, 1, 1, "rules are not supported yet", first, 1)));
  }
}
