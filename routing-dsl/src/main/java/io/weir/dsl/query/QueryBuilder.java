package io.weir.dsl.query;

import io.weir.dsl.check.ConditionChecker;
import io.weir.dsl.query.Query.Column;
import io.weir.dsl.syntax.Dialect;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Nearest;
import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.syntax.PathStep.Member;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.QueryTree;
import io.weir.dsl.syntax.Rewriter;
import io.weir.dsl.syntax.Shown;
import io.weir.dsl.syntax.Span;
import io.weir.dsl.syntax.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Checks a parsed query and puts it into its canonical form. */
final class QueryBuilder {

  private static final int MAX_COLUMNS = 100;
  private static final int MAX_KEYS = 10;
  private static final int MAX_AGGREGATES = 20;
  private static final int MAX_ORDERINGS = 5;
  private static final int MAX_TOP = 1_000_000;

  private final String text;
  private final Problems problems;
  private final ConditionChecker checker;

  QueryBuilder(String text, Problems problems) {
    this.text = text;
    this.problems = problems;
    this.checker = new ConditionChecker(problems, Dialect.QUERY, Aggregates.names());
  }

  /** {@code SELECT * FROM devices WHERE condition}. */
  static QueryTree devices(Expression condition) {
    return new QueryTree(
        false,
        false,
        null,
        List.of(),
        new Statement.Name(Source.DEVICES.wireName(), new Span(0, 0)),
        condition,
        List.of(),
        null,
        List.of());
  }

  /** Empty when there is too much of it; other mistakes are only reported. */
  Optional<Query> build(QueryTree tree) {
    checkSizes(tree);
    if (problems.hasErrors()) {
      return Optional.empty();
    }
    Source source = source(tree.from());
    Names names = new Names(source, problems);
    Resolver resolver = new Resolver(names, problems, checker::checkValue);
    Expression where = null;
    if (tree.where() != null) {
      where = resolver.ofDocument(tree.where(), "WHERE (expected: in SELECT, HAVING or ORDER BY)");
      checker.check(where);
    }
    tree.groupBy().forEach(resolver::key);
    boolean aggregated =
        !tree.groupBy().isEmpty()
            || tree.having() != null
            || tree.items().stream().anyMatch(item -> Aggregates.in(item.value()));
    Function<Expression, Expression> resolve =
        aggregated
            ? resolver::ofGroup
            : value ->
                resolver.ofDocument(
                    value, "a query without groups (expected: aggregates in SELECT, too)");
    List<Column> columns = columns(tree.items(), names, resolve);
    checkWhole(tree, source, aggregated);
    aliases(tree.items(), columns, resolver);
    Expression having = null;
    if (tree.having() != null) {
      having = resolve.apply(tree.having());
      checker.check(having);
    }
    List<Query.Ordering> orderBy = orderBy(tree, columns, resolve);
    if (resolver.aggregates().size() > MAX_AGGREGATES) {
      tooMany(
          "query", resolver.aggregates().size(), "aggregates", MAX_AGGREGATES, tree.from().span());
    }
    return Optional.of(
        new Query(
            text,
            tree.explain(),
            tree.distinct(),
            top(tree.top()),
            source,
            columns,
            where,
            resolver.keys(),
            resolver.aggregates(),
            having,
            orderBy,
            resolver.paths()));
  }

  private void checkSizes(QueryTree tree) {
    List<QueryTree.Item> items = tree.items();
    checkSize("SELECT", "values", MAX_COLUMNS, items, item -> item.value().span());
    checkSize("GROUP BY", "keys", MAX_KEYS, tree.groupBy(), Expression::span);
    checkSize("ORDER BY", "values", MAX_ORDERINGS, tree.orderBy(), key -> key.value().span());
  }

  /** The first one that is too many is shown. */
  private <T> void checkSize(
      String clause, String what, int most, List<T> parts, Function<T, Span> place) {
    if (parts.size() > most) {
      tooMany(clause, parts.size(), what, most, place.apply(parts.get(most)));
    }
  }

  private void tooMany(String clause, int count, String what, int most, Span place) {
    problems.error(place, clause + ": " + count + " " + what + " (expected: at most " + most + ")");
  }

  private Source source(Statement.Name from) {
    return Source.named(from.text())
        .orElseGet(
            () -> {
              problems.error(
                  from.span(),
                  "nothing is kept under '"
                      + Shown.text(from.text())
                      + "' (expected: devices, devices.modules or devices.jobs)"
                      + Nearest.hint(from.text(), Source.names()));
              return Source.DEVICES;
            });
  }

  private Integer top(QueryTree.Top top) {
    if (top == null) {
      return null;
    }
    if (top.count() != Math.rint(top.count()) || top.count() < 1 || top.count() > MAX_TOP) {
      String written = text.substring(top.span().start(), top.span().end());
      problems.error(top.span(), "TOP " + Shown.text(written) + " (expected: 1.." + MAX_TOP + ")");
      return 1;
    }
    return (int) top.count();
  }

  private List<Column> columns(
      List<QueryTree.Item> items, Names names, Function<Expression, Expression> resolve) {
    List<Column> columns = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (QueryTree.Item item : items) {
      Expression value = resolve.apply(item.value());
      checker.checkValue(value);
      String name = item.alias() == null ? nameOf(item.value(), names) : item.alias().text();
      if (!seen.add(name)) {
        problems.error(
            place(item),
            "two values are named '" + Shown.text(name) + "' (expected: another name, with AS)");
      }
      columns.add(new Column(name, value));
    }
    return columns;
  }

  private static Span place(QueryTree.Item item) {
    return item.alias() == null ? item.value().span() : item.alias().span();
  }

  /** A path's last member, a function's name; others have none of their own. */
  private static String nameOf(Expression value, Names names) {
    if (value instanceof Expression.Body body) {
      List<PathStep> steps = names.canonical(body).path();
      for (int i = steps.size() - 1; i >= 0; i--) {
        if (steps.get(i) instanceof Member member) {
          return member.name();
        }
      }
    }
    return value instanceof Expression.Call call ? call.name().toLowerCase(Locale.ROOT) : "value";
  }

  /** Known to HAVING and ORDER BY, not to one another. */
  private void aliases(List<QueryTree.Item> items, List<Column> columns, Resolver resolver) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      Statement.Name alias = items.get(i).alias();
      if (alias != null) {
        if (!seen.add(alias.text().toLowerCase(Locale.ROOT))) {
          problems.error(
              alias.span(),
              "'"
                  + Shown.text(alias.text())
                  + "' names two values (expected: names that differ in more than their case)");
        }
        resolver.alias(alias.text(), columns.get(i).value());
      }
    }
  }

  private void checkWhole(QueryTree tree, Source source, boolean aggregated) {
    if (tree.items().isEmpty() && aggregated) {
      problems.error(
          tree.groupBy().isEmpty() ? tree.having().span() : tree.groupBy().get(0).span(),
          "whole twins have no groups (expected: SELECT of keys and aggregates)");
    }
    if (source == Source.JOBS && !tree.items().isEmpty()) {
      problems.error(
          tree.items().get(0).value().span(), "jobs are shown whole (expected: SELECT *)");
    }
  }

  private List<Query.Ordering> orderBy(
      QueryTree tree, List<Column> columns, Function<Expression, Expression> resolve) {
    List<Query.Ordering> orderings = new ArrayList<>();
    Set<String> shown = new HashSet<>();
    columns.forEach(column -> shown.add(QueryText.of(column.value())));
    for (QueryTree.Ordering key : tree.orderBy()) {
      Expression value = resolve.apply(key.value());
      checker.checkValue(value);
      if (tree.distinct() && !columns.isEmpty() && !isMadeOf(value, shown)) {
        problems.error(
            key.value().span(),
            "this may differ where the distinct rows do not (expected: what is selected)");
      }
      orderings.add(new Query.Ordering(value, key.descending()));
    }
    return orderings;
  }

  /** Whether equal rows have equal values. */
  private static boolean isMadeOf(Expression expression, Set<String> shown) {
    if (shown.contains(QueryText.of(expression))) {
      return true;
    }
    if (expression instanceof Expression.Body) {
      return false;
    }
    return Rewriter.parts(expression).stream().allMatch(part -> isMadeOf(part, shown));
  }
}
