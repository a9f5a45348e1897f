package io.weir.dsl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.Compilation;
import io.weir.dsl.RuleFiles;
import io.weir.dsl.message.SystemProperty;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.PathStep;
import io.weir.dsl.syntax.PathStep.Element;
import io.weir.dsl.syntax.PathStep.Member;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadsTest {

  private static Expression parsed(String source, String condition) {
    Compilation compilation =
        RuleFiles.compile("t", "route r from " + source + " where " + condition + " to events");
    assertThat(compilation.hasErrors()).as(compilation.render()).isFalse();
    return compilation.ruleSet().orElseThrow().routes().get(0).condition();
  }

  private static Reads reads(String condition) {
    return Reads.of(parsed("DeviceMessages", condition));
  }

  private static List<PathStep> path(String... members) {
    return List.of(members).stream().<PathStep>map(Member::new).toList();
  }

  @Test
  void aConstantReadsNothing() {
    assertThat(reads("1 + 1 = 2"))
        .isEqualTo(new Reads(Set.of(), Set.of(), Set.of(), Set.of(), false));
  }

  @Test
  void everyFormIsLookedInto() {
    Reads reads =
        reads(
            "case $body.a when $body.b then length($body.c) else -$body.d end between $body.e and $body.f"
                + " and $body.g in [$body.h] or not ($body.i like 'x') or $body.j matches 'x'"
                + " or all($body.k[0], x => x.y = $body.l)");
    assertThat(reads.body())
        .containsExactlyInAnyOrder(
            path("a"),
            path("b"),
            path("c"),
            path("d"),
            path("e"),
            path("f"),
            path("g"),
            path("h"),
            path("i"),
            path("j"),
            List.of(new Member("k"), new Element(0)),
            path("l"));
    assertThat(reads.twin()).isEmpty();
    assertThat(reads.elements()).isFalse();
  }

  @Test
  void twinsAndPropertiesAreKnownByTheirNames() {
    Reads reads = reads("$twin.tags.site = Level and $MessageId = {$to} and level = 'x'");
    assertThat(reads.twin()).containsExactly(path("tags", "site"));
    assertThat(reads.properties()).containsExactlyInAnyOrder("level", "$messageid");
    assertThat(reads.systemProperties())
        .containsExactlyInAnyOrder(SystemProperty.MESSAGE_ID, SystemProperty.TO);
  }

  @Test
  void aTwinChangeIsReadFromTheBody() {
    Expression condition = parsed("TwinChangeEvents", "twin_change_includes(tags.floor)");
    assertThat(Reads.of(condition).body()).containsExactly(path("tags", "floor"));
  }

  @Test
  void theTestOfAQuantifierHasNoValueOfItsOwn() {
    Expression.Quantified outer =
        (Expression.Quantified)
            parsed(
                "DeviceMessages",
                "any($body.l, x => any(x, y => y = 1) and any($body.m, z => z = 2))");
    assertThat(Reads.of(outer).elements()).isFalse();
    assertThat(Reads.of(outer.test()).elements()).isTrue();
    Expression.Binary both = (Expression.Binary) outer.test();
    assertThat(Reads.of(both.left()).elements()).isTrue();
    assertThat(Reads.of(both.right()).elements()).isFalse();
  }
}
