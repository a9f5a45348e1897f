package io.weir.dsl.plan;

import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.PathStep;
import java.util.List;

/** An expression that is planned by itself shares nothing with others. */
final class Alone implements Planner.Context {

  @Override
  public Node known(Expression expression) {
    return null;
  }

  @Override
  public Node keep(Expression expression, Node node) {
    return node;
  }

  @Override
  public Node body(List<PathStep> path) {
    return new Leaves.Body(path);
  }
}
