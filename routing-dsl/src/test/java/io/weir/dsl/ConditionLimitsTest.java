package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("ROUTE-04: what could take for ever is refused, or undefined")
@Timeout(20)
class ConditionLimitsTest {

  private static Compilation compile(String condition) {
    return RuleFiles.compile("t", "route r from DeviceMessages where " + condition + " to events");
  }

  private static Router router(String condition) {
    Compilation compilation = compile(condition);
    assertThat(compilation.hasErrors()).as(compilation.render()).isFalse();
    return Router.of(compilation.ruleSet().orElseThrow());
  }

  @Test
  void quantifiersWithinEachOtherEnd() {
    Router router =
        router(
            "all($body.l, a => all($body.l, b => all($body.l, c => c = 0)))"
                + " or all($body.l, a => a = 0)");
    String zeros = String.join(",", Collections.nCopies(1_000, "0"));
    assertThat(router.route(TestMessage.telemetry().json("{\"l\":[" + zeros + "]}")).fallback())
        .isFalse();
    Router alone = router("all($body.l, a => all($body.l, b => all($body.l, c => c = 0)))");
    assertThat(
            alone.route(TestMessage.telemetry().json("{\"l\":[" + zeros + "]}")).undefinedRoutes())
        .containsExactly("r");
  }

  @Test
  void theLimitIsForEachQuantifierOnly() {
    String zeros = String.join(",", Collections.nCopies(800, "0"));
    Router router =
        router(
            "all($body.l, a => all($body.l, b => b = 0))"
                + " and all($body.l, a => all($body.l, b => b < 1))");
    assertThat(router.route(TestMessage.telemetry().json("{\"l\":[" + zeros + "]}")).fallback())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"case (", "any($body.l, x => ", "coalesce(", "x = case when ("})
  void whatNestsTooDeepIsRefused(String opening) {
    assertThat(compile(opening.repeat(200)).render()).contains("expected: at most 100 levels");
  }

  @Test
  void subjectsWithinSubjectsAreComputedOnce() {
    String condition = "level";
    for (int i = 0; i < 45; i++) {
      condition = "case (" + condition + ") when 'x' then 'x' when 'a' then 'a' else level end";
    }
    Router router = router("(" + condition + ") = 'a' and (" + condition + ") between 'a' and 'a'");
    long start = System.nanoTime();
    assertThat(router.route(TestMessage.telemetry().with("level", "a")).fallback()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void aPatternTakesTimeInProportionToTheText() {
    Router router = router("$body.s matches '^(a|aa)+$' or $body.s matches '(a*)*b'");
    String text = "a".repeat(200_000) + "c";
    assertThat(router.route(TestMessage.telemetry().json("{\"s\":\"" + text + "\"}")).fallback())
        .isTrue();
  }
}
