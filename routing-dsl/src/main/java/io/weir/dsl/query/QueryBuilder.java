package io.weir.dsl.query;

import io.weir.dsl.check.ConditionChecker;
import io.weir.dsl.query.Query.Aggregate;
import io.weir.dsl.query.Query.Column;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Nearest;
import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.syntax.PathStep.Member;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.QueryTree;
import io.weir.dsl.syntax.Span;
import io.weir.dsl.syntax.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Checks a parsed query and puts it into its canonical form. */
final class QueryBuilder {

  private static final int MAX_COLUMNS = 100;

  private final String text;
  private final Problems problems;
  private final Names names;
  private final ConditionChecker checker;
  private final Set<List<PathStep>> paths = new LinkedHashSet<>();
  private final List<Aggregate> aggregates = new ArrayList<>();
  private final Map<String, Expression> aliases = new HashMap<>();
  private List<Expression.Body> groupBy = List.of();

  QueryBuilder(String text, Problems problems) {
    this.text = text;
    this.problems = problems;
    this.names = new Names(problems);
    this.checker = new ConditionChecker(problems);
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

  Query build(QueryTree tree) {
    Source source = source(tree.from());
    Expression where = tree.where() == null ? null : condition(ofDocument(tree.where()));
    groupBy = tree.groupBy().stream().map(path -> (Expression.Body) ofDocument(path)).toList();
    boolean aggregated =
        !groupBy.isEmpty()
            || tree.having() != null
            || tree.items().stream().anyMatch(item -> hasAggregate(item.value()));
    List<Column> columns = new ArrayList<>();
    for (QueryTree.Item item : tree.items()) {
      columns.add(column(item, aggregated));
    }
    Expression having = tree.having() == null ? null : condition(value(tree.having(), aggregated));
    List<Query.Ordering> orderBy =
        tree.orderBy().stream()
            .map(
                key ->
                    new Query.Ordering(
                        checkedValue(value(key.value(), aggregated)), key.descending()))
            .toList();
    checkWhole(tree, source, columns, aggregated);
    return new Query(
        text,
        tree.explain(),
        tree.distinct(),
        top(tree.top()),
        source,
        columns,
        where,
        groupBy,
        aggregates,
        having,
        orderBy,
        paths);
  }

  private Source source(Statement.Name from) {
    return Source.named(from.text())
        .orElseGet(
            () -> {
              problems.error(
                  from.span(),
                  "nothing is kept under '"
                      + from.text()
                      + "' (expected: devices, devices.modules or devices.jobs)"
                      + Nearest.hint(from.text(), Source.names()));
              return Source.DEVICES;
            });
  }

  private void checkWhole(QueryTree tree, Source source, List<Column> columns, boolean aggregated) {
    if (columns.isEmpty() && aggregated) {
      problems.error(
          tree.from().span(),
          "whole twins have no groups (expected: SELECT of keys and aggregates)");
    }
    if (columns.size() > MAX_COLUMNS) {
      problems.error(
          tree.from().span(),
          columns.size() + " values are selected (expected: at most " + MAX_COLUMNS + ")");
    }
    if (source == Source.JOBS && (!columns.isEmpty() || aggregated)) {
      problems.error(tree.from().span(), "jobs are shown whole (expected: SELECT *)");
    }
    Set<String> seen = new HashSet<>();
    for (Column column : columns) {
      if (!seen.add(column.name())) {
        problems.error(
            tree.from().span(),
            "two values are named '" + column.name() + "' (expected: another name, with AS)");
      }
    }
  }

  private Integer top(QueryTree.Top top) {
    if (top == null) {
      return null;
    }
    if (top.count() != Math.rint(top.count()) || top.count() < 1 || top.count() > 1_000_000) {
      problems.error(top.span(), "TOP " + top.count() + " (expected: 1..1000000)");
      return 1;
    }
    return (int) top.count();
  }

  private Column column(QueryTree.Item item, boolean aggregated) {
    Expression value = checkedValue(value(item.value(), aggregated));
    String name = item.alias() == null ? nameOf(item.value()) : item.alias().text();
    if (item.alias() != null) {
      aliases.put(name.toLowerCase(Locale.ROOT), value);
    }
    return new Column(name, value);
  }

  /** A path's last member, an aggregate's name; others are numbered. */
  private String nameOf(Expression value) {
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

  /** About a single document: paths are made canonical, and aggregates are no part of it. */
  private Expression ofDocument(Expression expression) {
    return new Rewriter(
            part -> {
              if (part instanceof Expression.Call call && aggregate(call) != null) {
                problems.error(
                    call.nameSpan(),
                    "'"
                        + call.name()
                        + "' cannot stand here (expected: in SELECT, HAVING or ORDER BY)");
              }
              return part instanceof Expression.Body body ? read(body) : part;
            })
        .apply(expression);
  }

  private Expression.Body read(Expression.Body body) {
    Expression.Body canonical = names.canonical(body);
    paths.add(canonical.path());
    return canonical;
  }

  /** A value to be shown or sorted by: of a document, or of a group. */
  private Expression value(Expression expression, boolean aggregated) {
    if (expression instanceof Expression.Body body && body.path().size() == 1) {
      Expression named = aliases.get(nameOfStep(body).toLowerCase(Locale.ROOT));
      if (named != null) {
        return named;
      }
    }
    return aggregated ? ofGroup(expression) : ofDocument(expression);
  }

  private static String nameOfStep(Expression.Body body) {
    return body.path().get(0) instanceof Member member ? member.name() : "";
  }

  private Expression ofGroup(Expression expression) {
    if (expression instanceof Expression.Call call && aggregate(call) != null) {
      return aggregated(call);
    }
    if (expression instanceof Expression.Body body) {
      return key(body);
    }
    return new Rewriter(part -> part).apply(groupParts(expression));
  }

  /** One level, since an aggregate's own argument is about documents. */
  private Expression groupParts(Expression expression) {
    if (expression instanceof Expression.Call call) {
      return new Expression.Call(
          call.name(),
          call.nameSpan(),
          call.arguments().stream().map(this::ofGroup).toList(),
          call.span());
    }
    if (expression instanceof Expression.Unary unary) {
      return new Expression.Unary(unary.operator(), ofGroup(unary.operand()), unary.span());
    }
    if (expression instanceof Expression.Binary binary) {
      return new Expression.Binary(
          binary.operator(),
          ofGroup(binary.left()),
          ofGroup(binary.right()),
          binary.operatorSpan(),
          binary.span());
    }
    if (expression instanceof Expression.In in) {
      return new Expression.In(
          ofGroup(in.value()),
          in.candidates().stream().map(this::ofGroup).toList(),
          in.negated(),
          in.span());
    }
    if (expression instanceof Expression.Like like) {
      return new Expression.Like(
          ofGroup(like.value()), like.pattern(), like.escape(), like.negated(), like.span());
    }
    if (expression instanceof Expression.InArray in) {
      problems.error(in.span(), "a group has no arrays (expected: a key or an aggregate)");
    }
    return expression;
  }

  private Expression key(Expression.Body body) {
    Expression named = aliases.get(nameOfStep(body).toLowerCase(Locale.ROOT));
    if (named != null && body.path().size() == 1) {
      return named;
    }
    List<PathStep> path = names.canonical(body).path();
    for (int i = 0; i < groupBy.size(); i++) {
      if (groupBy.get(i).path().equals(path)) {
        return new Expression.Body(List.of(new Member("@" + i)), body.span());
      }
    }
    problems.error(
        body.span(), "this is neither a key of GROUP BY nor within an aggregate such as MAX(...)");
    return body;
  }

  private Expression aggregated(Expression.Call call) {
    Aggregate.Function function = aggregate(call);
    Expression value = null;
    if (call.arguments().size() == 1) {
      value = checkedValue(ofDocument(call.arguments().get(0)));
    } else if (!call.arguments().isEmpty() || function != Aggregate.Function.COUNT) {
      problems.error(
          call.span(),
          "found "
              + call.arguments().size()
              + " arguments for '"
              + call.name()
              + "' (expected: "
              + (function == Aggregate.Function.COUNT ? "none or 1" : "1")
              + ")");
    }
    Aggregate aggregate = new Aggregate(function, value);
    int index = aggregates.indexOf(aggregate);
    if (index < 0) {
      index = aggregates.size();
      aggregates.add(aggregate);
    }
    return new Expression.Body(List.of(new Member("#" + index)), call.span());
  }

  private boolean hasAggregate(Expression expression) {
    boolean[] found = new boolean[1];
    new Rewriter(
            part -> {
              found[0] |= part instanceof Expression.Call call && aggregate(call) != null;
              return part;
            })
        .apply(expression);
    return found[0];
  }

  private static Aggregate.Function aggregate(Expression.Call call) {
    for (Aggregate.Function function : Aggregate.Function.values()) {
      if (function.name().equalsIgnoreCase(call.name())) {
        return function;
      }
    }
    return null;
  }

  private Expression condition(Expression expression) {
    checker.check(expression);
    return expression;
  }

  private Expression checkedValue(Expression expression) {
    checker.checkValue(expression);
    return expression;
  }
}
