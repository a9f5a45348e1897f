package io.weir.dsl.check;

import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Shown;
import io.weir.dsl.syntax.Statement;
import java.util.HashMap;
import java.util.Map;

/** Finds routes that do what another does already. */
public final class Duplicates {

  private record Route(int condition, Object rest) {}

  private final Problems problems;
  private final Meanings meanings = new Meanings();
  private final Map<Route, Statement.Name> first = new HashMap<>();

  public Duplicates(Problems problems) {
    this.problems = problems;
  }

  /**
   * Warns when a route before this one is the same.
   *
   * @param rest what else must be equal, such as the source
   */
  public void add(Statement.Name name, Expression condition, Object rest) {
    Statement.Name same = first.putIfAbsent(new Route(meanings.of(condition), rest), name);
    if (same != null) {
      problems.warning(name.span(), "same as route '" + Shown.text(same.text()) + "'");
    }
  }
}
