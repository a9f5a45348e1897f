package io.weir.dsl.plan;

import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.PathStep;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the conditions of one set have in common: a term that stands in several places gets a slot,
 * and so does each path into the body.
 */
final class Sharing implements Planner.Context {

  private final Terms terms;
  private final Map<Terms.Term, Node> nodes = new HashMap<>();
  private final Map<List<PathStep>, Integer> paths = new LinkedHashMap<>();
  private int slots;

  Sharing(Terms terms) {
    this.terms = terms;
  }

  @Override
  public Node known(Expression expression) {
    return nodes.get(terms.of(expression));
  }

  @Override
  public Node keep(Expression expression, Node node) {
    Terms.Term term = terms.of(expression);
    boolean kept = term.shared() && !node.cheap();
    Node shared = kept ? new Leaves.Kept(node, slots++) : node;
    nodes.put(term, shared);
    return shared;
  }

  @Override
  public Node body(List<PathStep> path) {
    return new Leaves.Picked(paths.computeIfAbsent(path, p -> slots++));
  }

  /** How many slots a message needs, once everything is planned. */
  int slots() {
    return slots;
  }

  /** The paths that were asked for, once everything is planned. */
  PathTree paths() {
    return PathTree.of(paths);
  }
}
