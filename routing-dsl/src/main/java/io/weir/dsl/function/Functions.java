package io.weir.dsl.function;

import static io.weir.dsl.function.Parameter.ANY;
import static io.weir.dsl.function.Parameter.ARRAY;
import static io.weir.dsl.function.Parameter.NUMBER;
import static io.weir.dsl.function.Parameter.STRING;

import io.weir.dsl.syntax.Numerals;
import io.weir.dsl.value.Array;
import io.weir.dsl.value.Kind;
import io.weir.dsl.value.Special;
import io.weir.dsl.value.Values;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;

/** The table of the functions ({@code ROUTE-03}). */
public final class Functions {

  private static final Map<String, Function> TABLE = new TreeMap<>();

  static {
    math("abs", Math::abs);
    math("exp", Math::exp);
    math("square", x -> x * x);
    math("ceiling", Math::ceil);
    math("floor", Math::floor);
    math("sign", Math::signum);
    math("sqrt", Math::sqrt);
    fixed(
        "power",
        List.of(NUMBER, NUMBER),
        Kind.NUMBER,
        a -> Values.number(Math.pow((Double) a[0], (Double) a[1])));

    fixed("as_number", List.of(ANY), Kind.NUMBER, a -> asNumber(a[0]));
    test("is_bool", value -> value instanceof Boolean);
    test("is_number", value -> value instanceof Double number && !number.isInfinite());
    test("is_string", value -> value instanceof String);
    test("is_null", value -> value == Special.NULL);
    test("is_defined", Values::defined);
    test("is_present", value -> value != Special.UNDEFINED);
    test("is_array", value -> value instanceof Array);
    test("is_object", value -> value == Special.OBJECT);
    test("is_primitive", Values::defined);

    add("concat", List.of(STRING, STRING), 2, true, Kind.STRING, Functions::concat);
    overloaded(
        "length",
        fixed(List.of(STRING), Kind.NUMBER, a -> (double) ((String) a[0]).length()),
        fixed(List.of(ARRAY), Kind.NUMBER, a -> (double) ((Array) a[0]).size()));
    fixed("lower", List.of(STRING), Kind.STRING, a -> ((String) a[0]).toLowerCase(Locale.ROOT));
    fixed("upper", List.of(STRING), Kind.STRING, a -> ((String) a[0]).toUpperCase(Locale.ROOT));
    add("substring", List.of(STRING, NUMBER, NUMBER), 2, false, Kind.STRING, Functions::substring);
    fixed(
        "index_of",
        List.of(STRING, STRING),
        Kind.NUMBER,
        a -> (double) ((String) a[0]).indexOf((String) a[1]));
    fixed(
        "starts_with",
        List.of(STRING, STRING),
        Kind.BOOL,
        a -> ((String) a[0]).startsWith((String) a[1]));
    fixed(
        "ends_with",
        List.of(STRING, STRING),
        Kind.BOOL,
        a -> ((String) a[0]).endsWith((String) a[1]));
    overloaded(
        "contains",
        fixed(List.of(STRING, STRING), Kind.BOOL, a -> ((String) a[0]).contains((String) a[1])),
        fixed(List.of(ARRAY, ANY), Kind.BOOL, a -> Values.contains((Array) a[0], a[1]).value()));

    add("coalesce", List.of(ANY), 1, true, Kind.ANY, Functions::coalesce);
    TimeFunctions.all().forEach(Functions::add);
  }

  private Functions() {}

  /** The function of that name, in any case. */
  public static Optional<Function> named(String name) {
    return Optional.ofNullable(TABLE.get(name.toLowerCase(Locale.ROOT)));
  }

  /** All names, in alphabetical order. */
  public static Collection<String> names() {
    return TABLE.keySet();
  }

  private static Object asNumber(Object value) {
    return value instanceof String text
        ? Values.number(Numerals.decimal(text.strip()))
        : Values.number(Values.number(value));
  }

  private static Object concat(Object[] arguments) {
    StringBuilder text = new StringBuilder();
    for (Object argument : arguments) {
      text.append((String) argument);
    }
    return text.toString();
  }

  /** The third argument is a length; a range outside of the string has no value. */
  private static Object substring(Object[] arguments) {
    String text = (String) arguments[0];
    double start = (Double) arguments[1];
    double length = arguments.length > 2 ? (Double) arguments[2] : text.length() - start;
    boolean whole = start == Math.rint(start) && length == Math.rint(length);
    if (!whole || start < 0 || length < 0 || start + length > text.length()) {
      return Special.UNDEFINED;
    }
    return text.substring((int) start, (int) (start + length));
  }

  private static Object coalesce(Object[] arguments) {
    for (Object argument : arguments) {
      if (Values.defined(argument)) {
        return argument;
      }
    }
    return Special.UNDEFINED;
  }

  private static void math(String name, DoubleUnaryOperator operator) {
    fixed(
        name,
        List.of(NUMBER),
        Kind.NUMBER,
        a -> Values.number(operator.applyAsDouble((Double) a[0])));
  }

  private static void test(String name, Predicate<Object> predicate) {
    fixed(name, List.of(ANY), Kind.BOOL, a -> predicate.test(a[0]));
  }

  private static void fixed(
      String name, List<Parameter> parameters, Kind result, Signature.Body body) {
    overloaded(name, fixed(parameters, result, body));
  }

  private static Signature fixed(List<Parameter> parameters, Kind result, Signature.Body body) {
    return new Signature(parameters, parameters.size(), false, result, body);
  }

  private static void add(
      String name,
      List<Parameter> parameters,
      int required,
      boolean variadic,
      Kind result,
      Signature.Body body) {
    overloaded(name, new Signature(parameters, required, variadic, result, body));
  }

  private static void overloaded(String name, Signature... signatures) {
    add(new Function(name, List.of(signatures)));
  }

  private static void add(Function function) {
    TABLE.put(function.name(), function);
  }
}
