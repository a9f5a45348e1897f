package io.weir.dsl.check;

import io.weir.dsl.function.Function;
import io.weir.dsl.function.Functions;
import io.weir.dsl.message.SystemProperty;
import io.weir.dsl.syntax.BinaryOperator;
import io.weir.dsl.syntax.Dialect;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Nearest;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Shown;
import io.weir.dsl.syntax.Span;
import io.weir.dsl.syntax.UnaryOperator;
import io.weir.dsl.value.Kind;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Resolves the names in a condition and lets the types flow through it. Application and system
 * properties are strings ({@code ROUTE-05}); what {@code $body} holds only the message tells.
 */
public final class ConditionChecker {

  private static final List<String> SYSTEM_NAMES =
      Arrays.stream(SystemProperty.values()).map(property -> "$" + property.wireName()).toList();

  private final Problems problems;
  private final Dialect dialect;
  private final Collection<String> functionNames;

  /** For conditions of rules. */
  public ConditionChecker(Problems problems) {
    this(problems, Dialect.RULES, Set.of());
  }

  /**
   * @param moreFunctions that somebody may have meant, beside those of both languages
   */
  public ConditionChecker(Problems problems, Dialect dialect, Collection<String> moreFunctions) {
    this.problems = problems;
    this.dialect = dialect;
    this.functionNames = Stream.concat(Functions.names().stream(), moreFunctions.stream()).toList();
  }

  /** Checks a whole condition, which must be true or false. */
  public void check(Expression condition) {
    Kind kind = kind(condition);
    if (!Kind.BOOL.accepts(kind)) {
      problems.error(
          condition.span(),
          "the condition is "
              + kind.phrase()
              + " (expected: true or false, such as "
              + (dialect == Dialect.RULES ? "level = 'critical'" : "tags.floor = 3")
              + ")"
              + numberHint(condition));
    }
  }

  /** Checks an expression of any kind. */
  public void checkValue(Expression expression) {
    var unused = kind(expression);
  }

  private Kind kind(Expression expression) {
    if (expression instanceof Expression.Text) {
      return Kind.STRING;
    }
    if (expression instanceof Expression.Numeral) {
      return Kind.NUMBER;
    }
    if (expression instanceof Expression.Bool) {
      return Kind.BOOL;
    }
    if (expression instanceof Expression.Null) {
      return Kind.NULL;
    }
    if (expression instanceof Expression.Undefined) {
      return Kind.UNDEFINED;
    }
    if (expression instanceof Expression.Property property) {
      return property(property);
    }
    if (expression instanceof Expression.SystemRead read) {
      return systemRead(read);
    }
    if (expression instanceof Expression.Body body) {
      return body(body);
    }
    if (expression instanceof Expression.Call call) {
      return call(call);
    }
    if (expression instanceof Expression.Named) {
      // Its declaration is checked where it stands.
      return Kind.BOOL;
    }
    if (expression instanceof Expression.Unary unary) {
      return unary(unary);
    }
    if (expression instanceof Expression.In in) {
      return membership(in);
    }
    if (expression instanceof Expression.InArray in) {
      var unused = kind(in.value());
      return Kind.BOOL;
    }
    if (expression instanceof Expression.Like like) {
      if (!Kind.STRING.accepts(kind(like.value()))) {
        problems.error(like.span(), "'like' compares strings (expected: a string before it)");
      }
      return Kind.BOOL;
    }
    return binary((Expression.Binary) expression);
  }

  private Kind property(Expression.Property property) {
    String lower = property.name().toLowerCase(Locale.ROOT);
    if (List.of("true", "false", "null", "undefined").contains(lower)) {
      problems.warning(
          property.span(),
          "'"
              + property.name()
              + "' is the property of that name (the literal is '"
              + lower
              + "')");
    }
    return Kind.STRING;
  }

  private Kind systemRead(Expression.SystemRead read) {
    String name = read.name();
    String lower = name.toLowerCase(Locale.ROOT);
    if (SystemProperty.named(name).isPresent()) {
      return Kind.STRING;
    }
    if (lower.equals("twin") || lower.startsWith("twin.")) {
      problems.error(read.span(), "'$twin' is not supported yet");
    } else {
      problems.error(
          read.span(),
          "there is no system property '$"
              + Shown.text(name)
              + "'"
              + Nearest.hint("$" + name, SYSTEM_NAMES));
    }
    return Kind.ANY;
  }

  private Kind body(Expression.Body body) {
    if (body.path().isEmpty()) {
      problems.warning(
          body.span(), "'$body' alone is undefined (expected: a path such as $body.temperature)");
    }
    return Kind.ANY;
  }

  private Kind unary(Expression.Unary unary) {
    Kind operand = kind(unary.operand());
    if (unary.operator() == UnaryOperator.NOT) {
      if (!Kind.BOOL.accepts(operand)) {
        problems.error(
            unary.span(),
            "'not' is applied to "
                + operand.phrase()
                + " (expected: true or false"
                + (dialect == Dialect.RULES
                    ? "; 'not' binds tighter than '=', so write not (...))"
                    : ")"));
      }
      return Kind.BOOL;
    }
    requireNumber("-", unary.operand(), operand);
    return Kind.NUMBER;
  }

  private Kind binary(Expression.Binary binary) {
    Kind left = kind(binary.left());
    Kind right = kind(binary.right());
    BinaryOperator operator = binary.operator();
    return switch (operator) {
      case COALESCE -> left == right ? left : left == Kind.UNDEFINED ? right : Kind.ANY;
      case OR, AND -> {
        requireTruth(operator, binary.left(), left);
        requireTruth(operator, binary.right(), right);
        yield Kind.BOOL;
      }
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {
        warnNot(binary.left(), binary.span(), operator.symbol());
        compare(binary.operatorSpan(), operator, binary.left(), left, binary.right(), right);
        yield Kind.BOOL;
      }
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER -> {
        requireNumber(operator.symbol(), binary.left(), left);
        requireNumber(operator.symbol(), binary.right(), right);
        yield Kind.NUMBER;
      }
      case CONCAT -> {
        requireString(binary.left(), left);
        requireString(binary.right(), right);
        yield Kind.STRING;
      }
    };
  }

  private Kind membership(Expression.In in) {
    warnNot(in.value(), in.span(), "in");
    Kind value = kind(in.value());
    for (Expression candidate : in.candidates()) {
      compare(
          candidate.span(), BinaryOperator.EQUAL, in.value(), value, candidate, kind(candidate));
    }
    return Kind.BOOL;
  }

  /** With a value that only the message tells, the types alone would not show the trap. */
  private void warnNot(Expression left, Span whole, String symbol) {
    if (left instanceof Expression.Unary unary
        && unary.operator() == UnaryOperator.NOT
        && unary.operand() instanceof Expression.Body
        && left.span().start() == whole.start()) {
      problems.warning(
          unary.span(), "'not' binds tighter than '" + symbol + "' (expected: not (...))");
    }
  }

  private void compare(
      Span span,
      BinaryOperator operator,
      Expression left,
      Kind leftKind,
      Expression right,
      Kind rightKind) {
    if (leftKind == rightKind || leftKind.accepts(rightKind) || rightKind.accepts(leftKind)) {
      return;
    }
    String hint =
        leftKind == Kind.STRING && rightKind == Kind.NUMBER
            ? numberHint(left)
            : leftKind == Kind.NUMBER && rightKind == Kind.STRING ? numberHint(right) : "";
    problems.warning(
        span,
        leftKind.phrase()
            + " is compared with "
            + rightKind.phrase()
            + ", which is "
            + (operator == BinaryOperator.NOT_EQUAL ? "always true" : "never true")
            + hint);
  }

  private Kind call(Expression.Call call) {
    Optional<Function> known = Functions.named(call.name());
    List<Kind> kinds = call.arguments().stream().map(this::argument).toList();
    if (known.isEmpty()) {
      if (call.name().equalsIgnoreCase("twin_change_includes")) {
        problems.error(call.nameSpan(), "'twin_change_includes' is not supported yet");
      } else {
        problems.error(
            call.nameSpan(),
            "there is no function '"
                + Shown.text(call.name())
                + "'"
                + Nearest.hint(call.name(), functionNames));
      }
      return Kind.ANY;
    }
    Function function = known.get();
    if (!function.takes(kinds.size())) {
      problems.error(
          call.span(),
          "found "
              + kinds.size()
              + (kinds.size() == 1 ? " argument" : " arguments")
              + " for '"
              + function.name()
              + "' (expected: "
              + function.arity()
              + ")");
      return function.result();
    }
    for (int i = 0; i < kinds.size(); i++) {
      Kind wanted = function.parameter(i);
      if (!wanted.accepts(kinds.get(i))) {
        Expression argument = call.arguments().get(i);
        problems.error(
            argument.span(),
            "found "
                + kinds.get(i).phrase()
                + " for '"
                + function.name()
                + "' (expected: "
                + wanted.phrase()
                + ")"
                + (wanted == Kind.NUMBER ? numberHint(argument) : ""));
      }
    }
    return function.result();
  }

  /** Functions may look at a whole body, so that it needs no path there. */
  private Kind argument(Expression argument) {
    return argument instanceof Expression.Body ? Kind.ANY : kind(argument);
  }

  private void requireTruth(BinaryOperator operator, Expression operand, Kind kind) {
    if (!Kind.BOOL.accepts(kind)) {
      problems.error(
          operand.span(),
          "found "
              + kind.phrase()
              + " beside '"
              + operator.symbol()
              + "' (expected: true or false)");
    }
  }

  private void requireNumber(String symbol, Expression operand, Kind kind) {
    if (!Kind.NUMBER.accepts(kind)) {
      problems.error(
          operand.span(),
          "found "
              + kind.phrase()
              + " beside '"
              + symbol
              + "' (expected: a number)"
              + (symbol.equals("+") && operand instanceof Expression.Text
                  ? "; '||' joins strings"
                  : numberHint(operand)));
    }
  }

  private void requireString(Expression operand, Kind kind) {
    if (!Kind.STRING.accepts(kind)) {
      problems.error(
          operand.span(), "found " + kind.phrase() + " beside '||' (expected: a string)");
    }
  }

  /** Properties are strings even where they look like numbers, which surprises everybody once. */
  private static String numberHint(Expression operand) {
    if (operand instanceof Expression.Property property) {
      return "; properties are strings: use as_number(" + Shown.text(property.name()) + ")";
    }
    if (operand instanceof Expression.SystemRead read) {
      return "; properties are strings: use as_number($" + Shown.text(read.name()) + ")";
    }
    return "";
  }
}
