package io.weir.dsl.query;

import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Problem;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.QueryParser;
import java.util.Optional;
import java.util.function.Function;

/** Parses and checks queries. */
public final class Queries {

  private Queries() {}

  /**
   * A query, checked.
   *
   * @throws QueryException naming the first mistake and its place; for any text, nothing else
   */
  public static Query parse(String text) {
    return checked(
        text,
        problems ->
            QueryParser.parse(text, problems)
                .flatMap(tree -> new QueryBuilder(text, problems).build(tree)));
  }

  /**
   * The condition of a job (JOB-05): the body of a {@code WHERE} over devices, or {@code *}.
   *
   * @throws QueryException likewise
   */
  public static Query ofCondition(String text) {
    if (text.isBlank() || text.strip().equals("*")) {
      return parse("SELECT * FROM devices");
    }
    return checked(
        text,
        problems -> {
          Optional<Expression> where = QueryParser.condition(text, problems);
          return where.flatMap(
              condition -> new QueryBuilder(text, problems).build(QueryBuilder.devices(condition)));
        });
  }

  private static Query checked(String text, Function<Problems, Optional<Query>> parse) {
    Problems problems = new Problems();
    Optional<Query> query = parse.apply(problems);
    for (Problem problem : problems.sorted()) {
      if (problem.error()) {
        throw new QueryException(Place.shown(text, problem));
      }
    }
    return query.orElseThrow(() -> new QueryException("The query cannot be parsed."));
  }
}
