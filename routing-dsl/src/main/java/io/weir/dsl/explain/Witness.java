package io.weir.dsl.explain;

import io.weir.dsl.plan.Reads;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.value.Array;
import io.weir.dsl.value.Special;
import io.weir.dsl.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells what the parts of a condition were for one message, and why they were no more. */
final class Witness {

  private final Evaluation evaluation;
  private final Absence absence;
  private final String text;

  Witness(Evaluation evaluation, String text) {
    this.evaluation = evaluation;
    this.absence = new Absence(evaluation);
    this.text = text;
  }

  String written(Expression expression) {
    return text.substring(expression.span().start(), expression.span().end());
  }

  /** The part that decided. */
  Seen result(Expression decided) {
    return new Seen(written(decided), evaluation.shown(decided), Optional.empty());
  }

  /** What these parts read, and where within them a value got lost. */
  List<Seen> saw(List<Expression> parts) {
    Map<String, Seen> seen = new LinkedHashMap<>();
    for (Expression part : parts) {
      collect(part, seen);
      oddity(part)
          .ifPresent(
              remark ->
                  seen.put(
                      written(part),
                      new Seen(written(part), evaluation.shown(part), Optional.of(remark))));
    }
    return List.copyOf(seen.values());
  }

  private void collect(Expression expression, Map<String, Seen> seen) {
    // The elements that a quantifier tests have no value once it is done with them.
    if (constant(expression) || expression instanceof Expression.Variable) {
      return;
    }
    if (expression instanceof Expression.Leaf) {
      Optional<String> reason =
          evaluation.value(expression) == Special.UNDEFINED
              ? Optional.of(absence.of(expression))
              : Optional.empty();
      seen.put(
          written(expression), new Seen(written(expression), evaluation.shown(expression), reason));
      return;
    }
    expression.children().forEach(child -> collect(child, seen));
    if (!Reads.of(expression).elements()
        && evaluation.value(expression) == Special.UNDEFINED
        && losesTheValue(expression)) {
      seen.put(
          written(expression),
          new Seen(
              written(expression),
              Optional.empty(),
              Optional.of("it has no value for " + phrases(expression.children()))));
    }
  }

  private static boolean constant(Expression expression) {
    Reads reads = Reads.of(expression);
    return reads.body().isEmpty()
        && reads.twin().isEmpty()
        && reads.properties().isEmpty()
        && reads.systemProperties().isEmpty()
        && !reads.elements();
  }

  /** Whether it is undefined although everything that it consists of has a value. */
  private boolean losesTheValue(Expression expression) {
    return expression.children().stream()
        .noneMatch(
            child -> Reads.of(child).elements() || evaluation.value(child) == Special.UNDEFINED);
  }

  private String phrases(List<Expression> expressions) {
    return expressions.stream()
        .map(evaluation::value)
        .map(Witness::phrase)
        .collect(Collectors.joining(" and "));
  }

  /** What a person should know of a part that was asked for its truth. */
  private Optional<String> oddity(Expression part) {
    Object value = evaluation.value(part);
    if (value != Special.UNDEFINED && !(value instanceof Boolean)) {
      return Optional.of(phrase(value) + " is neither true nor false");
    }
    if (part instanceof Expression.Binary binary && binary.operator().comparison()) {
      Object left = evaluation.value(binary.left());
      Object right = evaluation.value(binary.right());
      boolean both = Values.defined(left) && Values.defined(right);
      if (both && left != Special.NULL && right != Special.NULL && differ(left, right)) {
        return Optional.of(phrase(left) + " is compared with " + phrase(right));
      }
    }
    return Optional.empty();
  }

  private static boolean differ(Object left, Object right) {
    return left.getClass() != right.getClass();
  }

  private static String phrase(Object value) {
    if (value instanceof Special special) {
      return switch (special) {
        case NULL -> "null";
        case OBJECT -> "a whole object";
        case UNDEFINED -> "undefined";
      };
    }
    if (value instanceof Array) {
      return "a whole array";
    }
    return value instanceof String
        ? "a string"
        : value instanceof Double ? "a number" : "true or false";
  }
}
