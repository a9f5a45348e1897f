package io.weir.dsl;

import io.weir.dsl.syntax.Parser;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.SyntaxTree;
import java.util.Optional;

/** Compiles rule files: parses and checks them. */
public final class RuleFiles {

  /** The longest rule file, in bytes of UTF-8; whoever reads or takes one asks for no more. */
  public static final int MAX_BYTES = Parser.MAX_LENGTH;

  private RuleFiles() {}

  /**
   * Compiles the text of a rule file. Never throws for any text; a file that is too long, too deep
   * or broken in any way gives diagnostics, of which the first hundred are kept.
   *
   * @param fileName how the diagnostics name the file
   */
  public static Compilation compile(String fileName, String text) {
    return compile(fileName, text, Optional.empty());
  }

  /**
   * The same for a hub, to whose own topics no rule may write: routing would feed on its own
   * output.
   *
   * @param ownTopics how the names of the hub's own topics begin
   */
  public static Compilation compile(String fileName, String text, String ownTopics) {
    return compile(fileName, text, Optional.of(ownTopics));
  }

  private static Compilation compile(String fileName, String text, Optional<String> ownTopics) {
    Problems problems = new Problems();
    SyntaxTree tree = Parser.parse(text, problems);
    RuleSet ruleSet = new RuleSetBuilder(text, tree, problems, ownTopics).build();
    return new Compilation(
        problems.hasErrors() ? Optional.empty() : Optional.of(ruleSet),
        new Lines(text).diagnostics(fileName, problems));
  }
}
