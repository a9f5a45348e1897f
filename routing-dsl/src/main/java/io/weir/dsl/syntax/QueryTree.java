package io.weir.dsl.syntax;

import java.util.List;

/**
 * A query as it was written (QRY-01).
 *
 * @param explain whether the plan is wanted instead of the answer
 * @param top null when there is none
 * @param items what is selected; empty for {@code *}
 * @param from such as {@code devices.modules}
 * @param where null when there is none
 * @param having likewise
 */
public record QueryTree(
    boolean explain,
    boolean distinct,
    Top top,
    List<Item> items,
    Statement.Name from,
    Expression where,
    List<Expression.Body> groupBy,
    Expression having,
    List<Ordering> orderBy) {

  public QueryTree {
    items = List.copyOf(items);
    groupBy = List.copyOf(groupBy);
    orderBy = List.copyOf(orderBy);
  }

  /** At most so many rows. */
  public record Top(double count, Span span) {}

  /**
   * One selected value.
   *
   * @param alias null when it has none
   */
  public record Item(Expression value, Statement.Name alias) {}

  /** One sort key. */
  public record Ordering(Expression value, boolean descending) {}
}
