package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;

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
            .json("{\"yes\":true,\"no\":false,\"text\":\"true\"}");
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
}
