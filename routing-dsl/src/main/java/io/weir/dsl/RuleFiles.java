package io.weir.dsl;

import io.weir.dsl.syntax.Parser;
import io.weir.dsl.syntax.Problem;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.SyntaxTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compiles rule files: parses and checks them. */
public final class RuleFiles {

  private RuleFiles() {}

  /**
   * Compiles the text of a rule file. Never throws for any text; a file that is too long, too deep
   * or broken in any way gives diagnostics, of which the first hundred are kept.
   *
   * @param fileName how the diagnostics name the file
   */
  public static Compilation compile(String fileName, String text) {
    Problems problems = new Problems();
    SyntaxTree tree = Parser.parse(text, problems);
    RuleSet ruleSet = new RuleSetBuilder(text, tree, problems).build();
    List<Diagnostic> diagnostics = new ArrayList<>();
    Lines lines = new Lines(text);
    for (Problem problem : problems.sorted()) {
      diagnostics.add(lines.diagnostic(fileName, problem));
    }
    return new Compilation(
        problems.hasErrors() ? Optional.empty() : Optional.of(ruleSet), diagnostics);
  }
}
