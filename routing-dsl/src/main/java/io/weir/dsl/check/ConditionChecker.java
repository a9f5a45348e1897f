package io.weir.dsl.check;

import io.weir.dsl.function.Function;
import io.weir.dsl.function.Functions;
import io.weir.dsl.function.Parameter;
import io.weir.dsl.function.Signature;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.message.SystemProperty;
import io.weir.dsl.syntax.BinaryOperator;
import io.weir.dsl.syntax.Dialect;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Nearest;
import io.weir.dsl.syntax.PathStep;
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
import java.util.stream.Stream;

/**
 * Resolves the names in a condition and lets the types flow through it. Application and system
 * properties are strings ({@code ROUTE-05}); what {@code $body} holds only the message tells.
 */
public final class ConditionChecker {

  private static final List<String> SYSTEM_NAMES =
      Arrays.stream(SystemProperty.values()).map(property -> "$" + property.wireName()).toList();

  /** What stands at the top of a twin and may be mistyped in rules; names are case-sensitive. */
  private static final List<String> TWIN_NAMES =
      List.of("tags", "properties", "deviceId", "moduleId");

  private static final PathStep PROPERTIES = new PathStep.Member("properties");
  private static final List<String> TWIN_SECTIONS = List.of("desired", "reported");

  /** What is called as a function is, but is none of the table. */
  private static final List<String> RULE_FUNCTIONS = List.of("any", "all", "twin_change_includes");

  private final Problems problems;
  private final Dialect dialect;
  private final Optional<MessageSource> source;
  private final SearchPatterns patterns;
  private final Collection<String> functionNames;

  /** For conditions of queries. */
  public static ConditionChecker ofQuery(Problems problems, Collection<String> aggregates) {
    return new ConditionChecker(
        problems, Dialect.QUERY, Optional.empty(), new SearchPatterns(problems), aggregates);
  }

  /**
   * For expressions of rules.
   *
   * @param source where the messages come from; empty when it is not known
   * @param patterns those of the file that were checked before
   */
  public static ConditionChecker ofRule(
      Problems problems, Optional<MessageSource> source, SearchPatterns patterns) {
    return new ConditionChecker(problems, Dialect.RULES, source, patterns, RULE_FUNCTIONS);
  }

  /**
   * @param moreFunctions that somebody may have meant, beside those of both languages
   */
  private ConditionChecker(
      Problems problems,
      Dialect dialect,
      Optional<MessageSource> source,
      SearchPatterns patterns,
      Collection<String> moreFunctions) {
    this.problems = problems;
    this.dialect = dialect;
    this.source = source;
    this.patterns = patterns;
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
    if (expression instanceof Expression.Path path) {
      return path(path);
    }
    if (expression instanceof Expression.TwinChange change) {
      return twinChange(change);
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
      return text("like", like.value(), like.span());
    }
    if (expression instanceof Expression.Matches matches) {
      return matches(matches);
    }
    if (expression instanceof Expression.Between between) {
      return between(between);
    }
    if (expression instanceof Expression.Case choice) {
      return choice(choice);
    }
    if (expression instanceof Expression.Quantified quantified) {
      return quantified(quantified);
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
    if (SystemProperty.named(name).isPresent()) {
      return Kind.STRING;
    }
    problems.error(
        read.span(),
        "there is no system property '$"
            + Shown.text(name)
            + "'"
            + Nearest.hint("$" + name, SYSTEM_NAMES));
    return Kind.ANY;
  }

  private Kind path(Expression.Path path) {
    if (path.path().isEmpty() && path instanceof Expression.Body) {
      problems.warning(
          path.span(), "'$body' alone is undefined (expected: a path such as $body.temperature)");
    }
    if (path instanceof Expression.Twin twin) {
      twin(twin);
    }
    return Kind.ANY;
  }

  private void twin(Expression.Twin twin) {
    List<PathStep> path = twin.path();
    if (path.isEmpty()) {
      problems.warning(
          twin.span(), "'$twin' alone is undefined (expected: a path such as $twin.tags.site)");
      return;
    }
    warnMisspelled(twin.span(), path.get(0), TWIN_NAMES);
    if (path.size() > 1 && path.get(0).equals(PROPERTIES)) {
      warnMisspelled(twin.span(), path.get(1), TWIN_SECTIONS);
    }
  }

  /** A twin may have other names, so that only what is near to one of these is a slip. */
  private void warnMisspelled(Span span, PathStep step, List<String> names) {
    if (step instanceof PathStep.Member member && !names.contains(member.name())) {
      String hint = Nearest.hint(member.name(), names);
      if (!hint.isEmpty()) {
        problems.warning(span, "a twin has no '" + Shown.text(member.name()) + "' there" + hint);
      }
    }
  }

  /** Only the body of a twin change says what the change touched ({@code ROUTE-03}). */
  private Kind twinChange(Expression.TwinChange change) {
    if (source.isPresent() && source.get() != MessageSource.TWIN_CHANGE_EVENTS) {
      problems.error(
          change.span(),
          "found 'twin_change_includes' for messages from "
              + source.get().wireName()
              + " (expected: the source "
              + MessageSource.TWIN_CHANGE_EVENTS.wireName()
              + ")");
    }
    return Kind.BOOL;
  }

  private Kind text(String word, Expression value, Span span) {
    warnNot(value, span, word);
    Kind kind = kind(value);
    if (!Kind.STRING.accepts(kind)) {
      problems.error(
          value.span(), "found " + kind.phrase() + " before '" + word + "' (expected: a string)");
    }
    return Kind.BOOL;
  }

  private Kind matches(Expression.Matches matches) {
    patterns.check(matches);
    return text("matches", matches.value(), matches.span());
  }

  private Kind between(Expression.Between between) {
    Expression value = between.value();
    warnNot(value, between.span(), "between");
    Kind kind = kind(value);
    for (Expression bound : List.of(between.low(), between.high())) {
      compare(bound.span(), BinaryOperator.LESS_OR_EQUAL, value, kind, bound, kind(bound));
    }
    return Kind.BOOL;
  }

  private Kind choice(Expression.Case choice) {
    Optional<Kind> subject = choice.subject().map(this::kind);
    Kind result = Kind.UNDEFINED;
    for (Expression.Branch branch : choice.branches()) {
      Expression condition = branch.condition();
      Kind kind = kind(condition);
      if (subject.isPresent()) {
        compare(
            condition.span(),
            BinaryOperator.EQUAL,
            choice.subject().get(),
            subject.get(),
            condition,
            kind);
      } else {
        requireTruth("when", condition, kind);
      }
      result = result.or(kind(branch.value()));
    }
    return choice.otherwise().map(this::kind).map(result::or).orElse(result);
  }

  private Kind quantified(Expression.Quantified quantified) {
    String word = quantified.quantifier().word();
    Expression array = quantified.array();
    if (!(array instanceof Expression.Path)) {
      problems.error(
          array.span(),
          "found "
              + kind(array).phrase()
              + " for '"
              + word
              + "' (expected: a path to an array, such as $body.list)");
    }
    requireTruth(word, quantified.test(), kind(quantified.test()));
    return Kind.BOOL;
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
      case COALESCE -> left.or(right);
      case OR, AND -> {
        requireTruth(operator.symbol(), binary.left(), left);
        requireTruth(operator.symbol(), binary.right(), right);
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
    String hint = "";
    if (isNeverNull(leftKind, rightKind)) {
      hint = "; ask is_defined(...) whether it is there";
    } else if (leftKind == rightKind
        || leftKind.accepts(rightKind)
        || rightKind.accepts(leftKind)) {
      return;
    } else if (leftKind == Kind.STRING && rightKind == Kind.NUMBER) {
      hint = numberHint(left);
    } else if (leftKind == Kind.NUMBER && rightKind == Kind.STRING) {
      hint = numberHint(right);
    }
    problems.warning(
        span,
        leftKind.phrase()
            + " is compared with "
            + rightKind.phrase()
            + ", which is "
            + (operator == BinaryOperator.NOT_EQUAL ? "always true" : "never true")
            + hint);
  }

  /** Whether null is compared with what is undefined when it is missing, such as a property. */
  private static boolean isNeverNull(Kind left, Kind right) {
    Kind other = left == Kind.NULL ? right : left;
    return (left == Kind.NULL || right == Kind.NULL)
        && (other == Kind.STRING || other == Kind.NUMBER || other == Kind.BOOL);
  }

  private Kind call(Expression.Call call) {
    Optional<Function> known = Functions.named(call.name());
    List<Kind> kinds = call.arguments().stream().map(this::argument).toList();
    if (known.isEmpty()) {
      problems.error(
          call.nameSpan(),
          "there is no function '"
              + Shown.text(call.name())
              + "'"
              + Nearest.hint(call.name(), functionNames));
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
      return Kind.ANY;
    }
    Signature signature = function.signature(kinds);
    for (int i = 0; i < kinds.size(); i++) {
      argument(function, signature.parameter(i), call.arguments().get(i), kinds.get(i));
    }
    return signature.result(kinds);
  }

  private void argument(Function function, Parameter wanted, Expression argument, Kind kind) {
    boolean misspelled =
        argument instanceof Expression.Text text && !wanted.acceptsLiteral(text.value());
    if (wanted.accepts(kind) && !misspelled) {
      return;
    }
    String found =
        wanted.accepts(kind) && argument instanceof Expression.Text text
            ? "'" + Shown.text(text.value()) + "'"
            : kind.phrase();
    problems.error(
        argument.span(),
        "found "
            + found
            + " for '"
            + function.name()
            + "' (expected: "
            + wanted.phrase()
            + ")"
            + (wanted == Parameter.NUMBER ? numberHint(argument) : ""));
  }

  /** Functions may look at a whole body, so that it needs no path there. */
  private Kind argument(Expression argument) {
    return argument instanceof Expression.Path ? Kind.ANY : kind(argument);
  }

  private void requireTruth(String symbol, Expression operand, Kind kind) {
    if (!Kind.BOOL.accepts(kind)) {
      problems.error(
          operand.span(),
          "found " + kind.phrase() + " beside '" + symbol + "' (expected: true or false)");
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
