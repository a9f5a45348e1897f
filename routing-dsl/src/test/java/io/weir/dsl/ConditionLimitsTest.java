package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

  @Test
  @DisplayName("ROUTE-04: two long lists of one property are held against each other in no time")
  void longListsOfOneProperty() {
    Compilation compilation =
        compile("level in [" + texts("a", 30_000) + "] and level in [" + texts("b", 30_000) + "]");
    assertThat(compilation.render()).contains("warning: the condition is never true");
  }

  private static String texts(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "'" + prefix + i + "'")
        .collect(Collectors.joining(","));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a{40}){40}", "\\pL[^\\pN_](\\p{Greek}){16}"})
  @DisplayName("ROUTE-02: the patterns of a file have a limit together, which the error names")
  void manyLargePatterns(String pattern) {
    String rules =
        IntStream.range(0, 300)
            .mapToObj(
                i ->
                    "route r%d from DeviceMessages where a matches '%s%d' to events\n"
                        .formatted(i, pattern, i))
            .collect(Collectors.joining());
    assertThat(RuleFiles.compile("t", rules).render())
        .containsOnlyOnce("error: ")
        .contains("steps (expected: at most 500000 in a file)");
  }

  @Test
  @DisplayName("ROUTE-02: a pattern that many routes have counts once")
  void onePatternOfManyRoutes() {
    String rules =
        IntStream.range(0, 300)
            .mapToObj(
                i ->
                    "route r%d from DeviceMessages where a matches '(a{40}){40}' and b = '%d' to events\n"
                        .formatted(i, i))
            .collect(Collectors.joining());
    assertThat(RuleFiles.compile("t", rules).hasErrors()).isFalse();
  }
}
