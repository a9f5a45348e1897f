package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("ROUTE-04, ROUTE-08: the checker warns of what can be meant but hardly is")
class ConditionWarningsTest {

  private static Compilation compile(String condition) {
    Compilation compilation =
        RuleFiles.compile("t", "route r from DeviceMessages where " + condition + " to events");
    assertThat(compilation.hasErrors()).as(compilation.render()).isFalse();
    return compilation;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "level between 1 and 3 | a string is compared with a number, which is never true",
        "$body.t in [level, 5] and level in ['a', 5] | a string is compared with a number",
        "case level when 5 then true end | use as_number(level)",
        "case when $body.b then 1 else 2 end = 'x' | a number is compared with a string",
        "coalesce(level, 'x') != 5 | which is always true",
        "length($body.l) = '3' | a number is compared with a string",
        "any($body.l, x => length(x) = 'a') | a number is compared with a string",
        "hour($enqueuedTime) = '8' | a number is compared with a string",
        "not $body.b in [true] | 'not' binds tighter than 'in'",
        "not $body.b between 1 and 2 | 'not' binds tighter than 'between'",
        "$twin = 'x' | '$twin' alone is undefined",
        "$twin.tag.site = 'x' | a twin has no 'tag' there; did you mean 'tags'?",
        "$twin.Tags.site = 'x' | did you mean 'tags'?",
        "$twin.properties.reportd.x = 1 | did you mean 'reported'?",
        "level = null | a string is compared with null, which is never true; ask is_defined(...)",
        "null != as_number(level) | null is compared with a number, which is always true; ask",
        "level in ['a', null] | a string is compared with null",
        "'a' like 'a%' | the condition is always true",
        "5 between 6 and 7 | the condition is never true",
        "case when false then true end | the condition is never true",
        "level = 'a' and as_time('2026-05-01') < 0 | the condition is never true"
      })
  void warns(String condition, String warning) {
    assertThat(compile(condition).render()).contains("warning: ").contains(warning);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "level between 'a' and 'c'",
        "$body.t = null and $body.t != null and is_null($body.t)",
        "coalesce(level, null) = null",
        "$body.t between 1 and 'c'",
        "case level when 'a' then true end",
        "(case when level = 'a' then 1 else 'b' end) = 1",
        "(case when level = 'a' then 1 end) = 1",
        "coalesce($body.a, 1) = 'x'",
        "any($body.l, x => x = 1 or x = 'a')",
        "contains($body.l, 5) and contains($body.l, 'a')",
        "is_object($twin) and is_object($body)",
        "$twin.etag = 'x' and $twin.status = 'enabled' and $twin.version > 3",
        "year(level) = 2026 and year($body.t, zone) > 5",
        "level matches '^a' and level not like 'ab'"
      })
  void isSilent(String condition) {
    assertThat(compile(condition).diagnostics()).isEmpty();
  }
}
