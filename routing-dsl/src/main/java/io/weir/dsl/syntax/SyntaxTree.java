package io.weir.dsl.syntax;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A parsed rule file.
 *
 * @param statements those that could be parsed, in the order of the text
 * @param brokenNames names, in lower case, of endpoints and conditions whose declaration could not
 *     be parsed: what refers to them is no second mistake
 */
public record SyntaxTree(List<Statement> statements, Set<String> brokenNames) {

  public SyntaxTree {
    statements = List.copyOf(statements);
    brokenNames = Set.copyOf(brokenNames);
  }

  /** The statements of one kind, in the order of the text. */
  public <T extends Statement> Stream<T> all(Class<T> kind) {
    return statements.stream().filter(kind::isInstance).map(kind::cast);
  }
}
