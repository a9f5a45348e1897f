package io.weir.dsl;

import io.weir.dsl.syntax.Formatter;
import io.weir.dsl.syntax.Parser;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.SyntaxTree;
import java.util.List;
import java.util.Optional;

/**
 * A rule file in the one format. It says what it said before: only white space changes, and
 * formatting it again changes nothing.
 *
 * @param text the formatted text; empty when the file cannot be read
 * @param errors why it cannot; names that are not known are no such error
 */
public record RuleFormat(Optional<String> text, List<Diagnostic> errors) {

  public RuleFormat {
    errors = List.copyOf(errors);
  }

  /**
   * Formats the text of a rule file. Never throws for any text.
   *
   * @param fileName how the errors name the file
   */
  public static RuleFormat format(String fileName, String text) {
    Problems problems = new Problems();
    SyntaxTree tree = Parser.parse(text, problems);
    return problems.hasErrors()
        ? new RuleFormat(Optional.empty(), new Lines(text).diagnostics(fileName, problems))
        : new RuleFormat(Optional.of(Formatter.format(text, tree)), List.of());
  }
}
