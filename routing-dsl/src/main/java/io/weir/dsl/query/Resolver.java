package io.weir.dsl.query;

import io.weir.dsl.query.Query.Aggregate;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.syntax.PathStep.Member;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Rewriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gives the names in expressions their meaning: paths by their canonical names, aliases by what
 * they stand for, keys and aggregates of groups by their numbers.
 */
final class Resolver {

  private final Names names;
  private final Problems problems;
  private final Consumer<Expression> checker;
  private final Set<List<PathStep>> paths = new LinkedHashSet<>();
  private final List<Expression.Body> keys = new ArrayList<>();
  private final List<Aggregate> aggregates = new ArrayList<>();
  private final List<String> aggregateTexts = new ArrayList<>();
  private final Map<String, Expression> aliases = new HashMap<>();

  /**
   * @param checker of what is aggregated
   */
  Resolver(Names names, Problems problems, Consumer<Expression> checker) {
    this.names = names;
    this.problems = problems;
    this.checker = checker;
  }

  /** All that is read of a document. */
  Set<List<PathStep>> paths() {
    return paths;
  }

  List<Expression.Body> keys() {
    return keys;
  }

  List<Aggregate> aggregates() {
    return aggregates;
  }

  /** Makes a name known to what is resolved from now on. */
  void alias(String name, Expression value) {
    aliases.put(name.toLowerCase(Locale.ROOT), value);
  }

  void key(Expression.Body path) {
    keys.add(read(path));
  }

  /**
   * About a single document.
   *
   * @param place what the expression is, such as {@code WHERE}: aggregates are no part of it
   */
  Expression ofDocument(Expression expression, String place) {
    return new Rewriter(part -> documentPart(part, place)).apply(expression);
  }

  private Expression documentPart(Expression part, String place) {
    if (part instanceof Expression.Call call) {
      if (Aggregates.named(call.name()) != null) {
        problems.error(call.nameSpan(), "'" + call.name() + "' cannot stand in " + place);
      }
      return function(call);
    }
    if (part instanceof Expression.InArray in) {
      checkArray(in.array());
    }
    if (part instanceof Expression.Body body) {
      Expression named = alias(body);
      return named == null ? read(body) : named;
    }
    return part;
  }

  /** An alias was put in place already where it is a path. */
  private void checkArray(Expression.Body array) {
    Expression named = alias(array);
    if (named != null && !(named instanceof Expression.Body)) {
      problems.error(array.span(), "a computed value is no array (expected: a path)");
    }
  }

  private Expression alias(Expression.Body body) {
    return body.path().size() == 1 && body.path().get(0) instanceof Member member
        ? aliases.get(member.name().toLowerCase(Locale.ROOT))
        : null;
  }

  private Expression.Body read(Expression.Body body) {
    Expression.Body canonical = names.canonical(body);
    paths.add(canonical.path());
    return canonical;
  }

  /** In documents whole objects and arrays are there, too (QRY-05). */
  private static Expression function(Expression.Call call) {
    return call.name().equalsIgnoreCase("is_defined") && call.arguments().size() == 1
        ? new Expression.Call("is_present", call.nameSpan(), call.arguments(), call.span())
        : call;
  }

  /** About a group: its keys and aggregates. */
  Expression ofGroup(Expression expression) {
    if (expression instanceof Expression.Body body) {
      Expression named = alias(body);
      return named == null ? keyOf(body) : named;
    }
    if (expression instanceof Expression.Call call) {
      Aggregate.Function aggregate = Aggregates.named(call.name());
      return aggregate == null
          ? function(
              new Expression.Call(
                  call.name(), call.nameSpan(), ofGroup(call.arguments()), call.span()))
          : aggregated(aggregate, call);
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
          ofGroup(in.value()), ofGroup(in.candidates()), in.negated(), in.span());
    }
    if (expression instanceof Expression.InArray in) {
      Expression array = ofGroup(in.array());
      if (array instanceof Expression.Body path) {
        return new Expression.InArray(ofGroup(in.value()), path, in.negated(), in.span());
      }
      problems.error(in.array().span(), "a computed value is no array (expected: a path)");
      return in;
    }
    if (expression instanceof Expression.Like like) {
      return new Expression.Like(
          ofGroup(like.value()), like.pattern(), like.escape(), like.negated(), like.span());
    }
    return expression;
  }

  private List<Expression> ofGroup(List<Expression> expressions) {
    return expressions.stream().map(this::ofGroup).toList();
  }

  private Expression keyOf(Expression.Body body) {
    List<PathStep> path = names.canonical(body).path();
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).path().equals(path)) {
        return new Expression.Body(List.of(new Member("@" + i)), body.span());
      }
    }
    problems.error(
        body.span(), "this is neither a key of GROUP BY nor within an aggregate such as MAX(...)");
    return body;
  }

  private Expression aggregated(Aggregate.Function function, Expression.Call call) {
    Expression value = null;
    if (call.arguments().size() == 1) {
      value = ofArgument(call.arguments().get(0));
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
    String text = function + (value == null ? "" : " " + QueryText.of(value));
    int index = aggregateTexts.indexOf(text);
    if (index < 0) {
      index = aggregates.size();
      aggregates.add(new Aggregate(function, value));
      aggregateTexts.add(text);
    }
    return new Expression.Body(List.of(new Member("#" + index)), call.span());
  }

  /** Aliases name what comes out of groups, not what goes in. */
  private Expression ofArgument(Expression argument) {
    Map<String, Expression> hidden = Map.copyOf(aliases);
    aliases.clear();
    Expression value = ofDocument(argument, "an aggregate");
    aliases.putAll(hidden);
    checker.accept(value);
    return value;
  }
}
