package io.weir.dsl.query;

import io.weir.dsl.query.Query.Aggregate;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Rewriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Finds aggregates in expressions (QRY-02). */
final class Aggregates {

  private Aggregates() {}

  /** Null when there is none of that name, in any case. */
  static Aggregate.Function named(String name) {
    for (Aggregate.Function function : Aggregate.Function.values()) {
      if (function.name().equalsIgnoreCase(name)) {
        return function;
      }
    }
    return null;
  }

  /** In lower case, as functions are. */
  static List<String> names() {
    return Arrays.stream(Aggregate.Function.values())
        .map(function -> function.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  static boolean in(Expression expression) {
    boolean itself = expression instanceof Expression.Call call && named(call.name()) != null;
    return itself || Rewriter.parts(expression).stream().anyMatch(Aggregates::in);
  }
}
