package io.weir.dsl.function;

import static io.weir.dsl.value.Kind.ANY;
import static io.weir.dsl.value.Kind.BOOL;
import static io.weir.dsl.value.Kind.NUMBER;
import static io.weir.dsl.value.Kind.STRING;

import io.weir.dsl.syntax.Numerals;
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
        NUMBER,
        a -> Values.number(Math.pow((Double) a[0], (Double) a[1])));

    fixed("as_number", List.of(ANY), NUMBER, a -> asNumber(a[0]));
    test("is_bool", BOOL::holds);
    test("is_number", NUMBER::holds);
    test("is_string", STRING::holds);
    test("is_null", value -> value == Special.NULL);
    test("is_defined", Values::defined);
    test("is_present", value -> value != Special.UNDEFINED);
    test("is_array", value -> value == Special.ARRAY);
    test("is_object", value -> value == Special.OBJECT);
    test("is_primitive", Values::defined);

    add("concat", List.of(STRING, STRING), 2, true, STRING, Functions::concat);
    fixed("length", List.of(STRING), NUMBER, a -> (double) ((String) a[0]).length());
    fixed("lower", List.of(STRING), STRING, a -> ((String) a[0]).toLowerCase(Locale.ROOT));
    fixed("upper", List.of(STRING), STRING, a -> ((String) a[0]).toUpperCase(Locale.ROOT));
    add("substring", List.of(STRING, NUMBER, NUMBER), 2, false, STRING, Functions::substring);
    fixed(
        "index_of",
        List.of(STRING, STRING),
        NUMBER,
        a -> (double) ((String) a[0]).indexOf((String) a[1]));
    fixed(
        "starts_with",
        List.of(STRING, STRING),
        BOOL,
        a -> ((String) a[0]).startsWith((String) a[1]));
    fixed("ends_with", List.of(STRING, STRING), BOOL, a -> ((String) a[0]).endsWith((String) a[1]));
    fixed("contains", List.of(STRING, STRING), BOOL, a -> ((String) a[0]).contains((String) a[1]));
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

  private static void math(String name, DoubleUnaryOperator operator) {
    fixed(name, List.of(NUMBER), NUMBER, a -> Values.number(operator.applyAsDouble((Double) a[0])));
  }

  private static void test(String name, Predicate<Object> predicate) {
    fixed(name, List.of(ANY), BOOL, a -> predicate.test(a[0]));
  }

  private static void fixed(String name, List<Kind> parameters, Kind result, Function.Body body) {
    add(name, parameters, parameters.size(), false, result, body);
  }

  private static void add(
      String name,
      List<Kind> parameters,
      int required,
      boolean variadic,
      Kind result,
      Function.Body body) {
    TABLE.put(name, new Function(name, parameters, required, variadic, result, body));
  }
}
