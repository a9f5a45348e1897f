package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Label("ROUTE-04: the laws of Kleene's logic, through the whole language")
class ThreeValuedLogicTest {

  /** What a sub-condition may be; undefined by an absent property, so that nothing folds it. */
  enum Operand {
    TRUE("(one = '1')"),
    FALSE("(one = '2')"),
    UNDEFINED("(absent = '1')"),
    TRUE_LITERAL("true"),
    FALSE_LITERAL("false"),
    UNDEFINED_LITERAL("undefined"),
    TRUE_BODY("$body.yes"),
    FALSE_BODY("$body.no"),
    UNDEFINED_BODY("$body.text");

    private final String text;

    Operand(String text) {
      this.text = text;
    }
  }

  private static String eval(String condition) {
    Compilation compilation =
        RuleFiles.compile("t", "route r from DeviceMessages where " + condition + " to events");
    assertThat(compilation.hasErrors()).as(compilation.render()).isFalse();
    TestMessage message =
        TestMessage.telemetry()
            .with("one", "1")
            .json(
                """
                {"yes": true, "no": false, "text": "true", "number": 2, "nothing": null, "object": {},
                 "list": [1, 2.5, "b", true, null, {}]}
                """);
    Routing routing = Router.of(compilation.ruleSet().orElseThrow()).route(message);
    if (!routing.undefinedRoutes().isEmpty()) {
      return "undefined";
    }
    return routing.fallback() ? "false" : "true";
  }

  @Property
  void operandsAreWhatTheirNamesSay(@ForAll Operand a) {
    assertThat(eval(a.text)).isEqualToIgnoringCase(a.name().replaceFirst("_.*", ""));
  }

  @Property
  void tables(@ForAll Operand a, @ForAll Operand b) {
    String left = eval(a.text);
    String right = eval(b.text);
    String and =
        left.equals("false") || right.equals("false")
            ? "false"
            : left.equals("true") && right.equals("true") ? "true" : "undefined";
    String or =
        left.equals("true") || right.equals("true")
            ? "true"
            : left.equals("false") && right.equals("false") ? "false" : "undefined";
    assertThat(eval(a.text + " and " + b.text)).isEqualTo(and);
    assertThat(eval(a.text + " or " + b.text)).isEqualTo(or);
  }

  @Property
  void negationIsAnInvolutionAndDeMorganHolds(@ForAll Operand a, @ForAll Operand b) {
    assertThat(eval("not not " + a.text)).isEqualTo(eval(a.text));
    assertThat(eval("not (" + a.text + " and " + b.text + ")"))
        .isEqualTo(eval("not " + a.text + " or not " + b.text));
    assertThat(eval("not (" + a.text + " or " + b.text + ")"))
        .isEqualTo(eval("not " + a.text + " and not " + b.text));
  }

  @Property
  void andAndOrCommuteAssociateAndDistribute(
      @ForAll Operand a, @ForAll Operand b, @ForAll Operand c) {
    assertThat(eval(a.text + " and " + b.text)).isEqualTo(eval(b.text + " and " + a.text));
    assertThat(eval(a.text + " or " + b.text)).isEqualTo(eval(b.text + " or " + a.text));
    assertThat(eval("(" + a.text + " and " + b.text + ") and " + c.text))
        .isEqualTo(eval(a.text + " and (" + b.text + " and " + c.text + ")"));
    assertThat(eval(a.text + " and (" + b.text + " or " + c.text + ")"))
        .isEqualTo(eval(a.text + " and " + b.text + " or " + a.text + " and " + c.text));
    assertThat(eval(a.text + " or " + a.text + " and " + b.text)).isEqualTo(eval(a.text));
  }

  @Property
  void everyOtherOperatorPassesUndefinedOn(@ForAll Operand a) {
    for (String operator : new String[] {"=", "!=", "<", "<=", ">", ">="}) {
      assertThat(eval(a.text + " " + operator + " (absent = '1')")).isEqualTo("undefined");
      assertThat(eval("(absent = '1') " + operator + " " + a.text)).isEqualTo("undefined");
    }
  }

  /** Conditions of every form, in parentheses. */
  @Provide
  Arbitrary<String> conditions() {
    return Arbitraries.recursive(
        () -> Arbitraries.of(Operand.class).map(operand -> operand.text), this::larger, 0, 3);
  }

  private Arbitrary<String> larger(Arbitrary<String> inner) {
    Arbitrary<String> values = values();
    return Arbitraries.oneOf(
        inner.map(a -> "(not " + a + ")"),
        Combinators.combine(inner, operators(), inner).as((a, op, b) -> "(" + a + op + b + ")"),
        Combinators.combine(values, values, values)
            .as((v, low, high) -> "(" + v + " between " + low + " and " + high + ")"),
        Combinators.combine(values, values, values)
            .as((v, a, b) -> "(" + v + " not in [" + a + ", " + b + "])"),
        values.map(v -> "any($body.list, x => x = " + v + ")"),
        Combinators.combine(inner, inner, inner)
            .as((a, b, c) -> "(case when " + a + " then " + b + " else " + c + " end)"));
  }

  private static Arbitrary<String> operators() {
    return Arbitraries.of(" and ", " or ", " = ", " != ", " < ", " >= ");
  }

  /** What only the message tells, and a literal of each kind. */
  @Provide
  Arbitrary<String> values() {
    return Arbitraries.of(
        "1",
        "2.5",
        "'b'",
        "true",
        "null",
        "undefined",
        "one",
        "absent",
        "$body.number",
        "$body.text",
        "$body.yes",
        "$body.nothing",
        "$body.object",
        "$body.list",
        "$body.none");
  }

  @Property(tries = 300)
  void theLawsHoldForAllConditions(
      @ForAll("conditions") String a,
      @ForAll("conditions") String b,
      @ForAll("conditions") String c) {
    same("not (not " + a + ")", a);
    same(a + " and " + b, b + " and " + a);
    same(a + " or " + b, b + " or " + a);
    same("(" + a + " and " + b + ") and " + c, a + " and (" + b + " and " + c + ")");
    same("(" + a + " or " + b + ") or " + c, a + " or (" + b + " or " + c + ")");
    same(a + " and (" + b + " or " + c + ")", a + " and " + b + " or " + a + " and " + c);
    same(a + " or " + b + " and " + c, "(" + a + " or " + b + ") and (" + a + " or " + c + ")");
    same("not (" + a + " and " + b + ")", "not " + a + " or not " + b);
    same("not (" + a + " or " + b + ")", "not " + a + " and not " + b);
    same(a + " and " + a, a);
    same(a + " and (" + a + " or " + b + ")", a);
    same(a + " and true", a);
    same(a + " or false", a);
  }

  @Property(tries = 300)
  void aCaseTakesTheFirstBranchThatIsTrue(
      @ForAll("conditions") String a,
      @ForAll("conditions") String b,
      @ForAll("conditions") String c,
      @ForAll("conditions") String d) {
    String expected = eval(a).equals("true") ? b : eval(c).equals("true") ? d : "undefined";
    same("case when " + a + " then " + b + " when " + c + " then " + d + " end", expected);
  }

  @Property
  void betweenIsAConjunction(
      @ForAll("values") String value, @ForAll("values") String low, @ForAll("values") String high) {
    String spelled = value + " >= " + low + " and " + value + " <= " + high;
    same(value + " between " + low + " and " + high, spelled);
    same(value + " not between " + low + " and " + high, "not (" + spelled + ")");
  }

  @Property
  void inIsADisjunction(
      @ForAll("values") String value, @ForAll("values") String a, @ForAll("values") String b) {
    String spelled = value + " = " + a + " or " + value + " = " + b;
    same(value + " in [" + a + ", " + b + "]", spelled);
    same(value + " not in [" + a + ", " + b + "]", "not (" + spelled + ")");
    same(
        "case " + value + " when " + a + " then true when " + b + " then true else false end",
        "(" + value + " = " + a + " ?? false) or (" + value + " = " + b + " ?? false)");
  }

  @Property
  void quantifiersJoinTheTestsOfAllElements(@ForAll("values") String value) {
    List<String> tests =
        IntStream.range(0, 6).mapToObj(i -> "$body.list[" + i + "] = " + value).toList();
    same("any($body.list, x => x = " + value + ")", String.join(" or ", tests));
    same("all($body.list, x => x = " + value + ")", String.join(" and ", tests));
    same(
        "any($body.list, x => not (x = " + value + "))",
        "not all($body.list, x => x = " + value + ")");
  }

  @Property
  void coalesceTakesTheFirstThatIsDefined(@ForAll("values") String a, @ForAll("values") String b) {
    same("coalesce(" + a + ", " + b + ") = 1", "(" + a + " ?? " + b + ") = 1");
  }

  private static void same(String one, String other) {
    assertThat(eval(one)).as(one).isEqualTo(eval(other));
  }
}
