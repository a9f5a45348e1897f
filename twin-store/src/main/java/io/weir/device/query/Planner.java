package io.weir.device.query;

import io.weir.device.query.Plan.Access;
import io.weir.device.store.TwinPart;
import io.weir.device.twin.IndexedPaths;
import io.weir.dsl.query.Query;
import io.weir.dsl.syntax.BinaryOperator;
import io.weir.dsl.syntax.Chains;
import io.weir.dsl.syntax.Expression;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans queries: what can be found by device id, by the table of connections or by index terms is
 * not scanned for. A plan may find too much, never too little.
 */
public final class Planner {

  private static final int MAX_IDS = 1_000;

  /** Above this the table of connections is likely to find fewer. */
  private static final int WEAK = 50;

  private final IndexChoices choices;

  /**
   * @param paths that are indexed in every row
   */
  public Planner(IndexedPaths paths) {
    this.choices = new IndexChoices(paths);
  }

  public Plan plan(Query query) {
    Access access = query.where() == null ? new Plan.Scan() : access(query);
    Set<TwinPart> parts = Needs.parts(query);
    if (access instanceof Plan.Indexed indexed && indexed.branches().size() > 1) {
      parts.add(TwinPart.TERMS);
    }
    return new Plan(query, access, parts, Needs.presence(query));
  }

  private Access access(Query query) {
    List<Expression> conjuncts = Chains.operands(query.where(), BinaryOperator.AND);
    for (Expression conjunct : conjuncts) {
      Optional<List<String>> ids = ids(conjunct);
      if (ids.isPresent() && ids.get().size() <= MAX_IDS) {
        return new Plan.ByIds(ids.get());
      }
    }
    IndexChoices.Choice best = choices.conjunction(conjuncts);
    boolean connected = conjuncts.stream().anyMatch(Planner::isConnected);
    if (connected && (best == null || best.weight() > WEAK)) {
      return new Plan.Connected();
    }
    return best == null ? new Plan.Scan() : IndexChoices.indexed(best);
  }

  /** The ids that a device must have one of. */
  private static Optional<List<String>> ids(Expression expression) {
    List<Expression> alternatives = Chains.operands(expression, BinaryOperator.OR);
    Set<String> ids = new LinkedHashSet<>();
    for (Expression alternative : alternatives) {
      List<Expression> values = idValues(alternative);
      if (values.isEmpty()) {
        return Optional.empty();
      }
      for (Expression value : values) {
        if (!(value instanceof Expression.Text text)) {
          return Optional.empty();
        }
        ids.add(text.value());
      }
    }
    return Optional.of(List.copyOf(ids));
  }

  /** What a device's id is compared with; empty when the expression is about something else. */
  private static List<Expression> idValues(Expression expression) {
    if (expression instanceof Expression.Binary binary
        && binary.operator() == BinaryOperator.EQUAL) {
      if (TwinNames.is(binary.left(), "deviceId")) {
        return List.of(binary.right());
      }
      return TwinNames.is(binary.right(), "deviceId") ? List.of(binary.left()) : List.of();
    }
    return expression instanceof Expression.In in
            && !in.negated()
            && TwinNames.is(in.value(), "deviceId")
        ? in.candidates()
        : List.of();
  }

  private static boolean isConnected(Expression expression) {
    return expression instanceof Expression.Binary binary
        && binary.operator() == BinaryOperator.EQUAL
        && TwinNames.is(binary.left(), "connectionState")
        && binary.right() instanceof Expression.Text text
        && text.value().equals("Connected");
  }
}
