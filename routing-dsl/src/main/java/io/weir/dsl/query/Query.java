package io.weir.dsl.query;

import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.PathStep;
import java.util.List;
import java.util.Set;

/**
 * A checked query; names are canonical and aliases resolved. Immutable.
 *
 * @param top at most so many rows; null for all
 * @param columns what is selected; empty for whole twins
 * @param where null for all
 * @param groupBy the paths of the group's key
 * @param aggregates what is computed for each group; {@code columns}, {@code having} and {@code
 *     orderBy} refer to the n-th as the path {@code #n}, and to the n-th of {@code groupBy} as
 *     {@code @n}
 * @param having null for all groups
 * @param paths all that is read of a document
 */
public record Query(
    String text,
    boolean explain,
    boolean distinct,
    Integer top,
    Source source,
    List<Column> columns,
    Expression where,
    List<Expression.Body> groupBy,
    List<Aggregate> aggregates,
    Expression having,
    List<Ordering> orderBy,
    Set<List<PathStep>> paths) {

  public Query {
    columns = List.copyOf(columns);
    groupBy = List.copyOf(groupBy);
    aggregates = List.copyOf(aggregates);
    orderBy = List.copyOf(orderBy);
    paths = Set.copyOf(paths);
  }

  /** Whether whole documents are selected (QRY-09). */
  public boolean isWhole() {
    return columns.isEmpty();
  }

  /** Whether documents are counted rather than shown. */
  public boolean isAggregated() {
    return !aggregates.isEmpty() || !groupBy.isEmpty() || having != null;
  }

  /** One selected value and its name in the answer. */
  public record Column(String name, Expression value) {}

  /** One sort key. */
  public record Ordering(Expression value, boolean descending) {}

  /**
   * What is computed for a group.
   *
   * @param value null counts documents
   */
  public record Aggregate(Function function, Expression value) {

    /** QRY-02. */
    public enum Function {
      COUNT,
      SUM,
      AVG,
      MIN,
      MAX
    }
  }
}
