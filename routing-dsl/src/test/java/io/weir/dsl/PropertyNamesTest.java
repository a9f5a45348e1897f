package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.endpoint.EventsEndpoint;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Label("ROUTE-05: any name but the literals and and, or, not may be a property's")
class PropertyNamesTest {

  private static final Set<String> TAKEN =
      Set.of("true", "false", "null", "undefined", "and", "or", "not");

  @Provide
  Arbitrary<String> names() {
    Arbitrary<String> words =
        Arbitraries.of(
            "in",
            "between",
            "like",
            "escape",
            "matches",
            "case",
            "when",
            "then",
            "else",
            "end",
            "any",
            "all",
            "coalesce",
            "length",
            "year",
            "twin_change_includes",
            "to",
            "from",
            "where",
            "route",
            "endpoint",
            "fallback",
            "enrich",
            "pattern",
            "set",
            "body",
            "twin");
    Arbitrary<String> others =
        Arbitraries.strings().withCharRange('a', 'z').withChars("_").ofMinLength(1).ofMaxLength(8);
    return Arbitraries.oneOf(words, others).filter(name -> !TAKEN.contains(name));
  }

  @Property(tries = 2_000)
  void onBothSidesOfAComparison(@ForAll("names") String one, @ForAll("names") String other) {
    holds(one + " = " + other, one, other);
    holds("'v' = " + one, one, other);
    holds(one + " = 'v' and " + other + " = 'v'", one, other);
    holds("not (" + one + " != " + other + ") or false", one, other);
  }

  @Property(tries = 2_000)
  void besideEveryOperatorThatIsAWord(@ForAll("names") String one, @ForAll("names") String other) {
    holds(one + " in ['x', " + other + "]", one, other);
    holds(one + " not in ['x']", one, other);
    holds(one + " between " + other + " and " + other, one, other);
    holds(one + " like 'v%' and " + other + " not like 'x'", one, other);
    holds(one + " matches '^v$'", one, other);
    holds("(" + one + " ?? 'x') = 'v'", one, other);
  }

  @Property(tries = 2_000)
  void withinACase(@ForAll("names") String one, @ForAll("names") String other) {
    holds("case when (" + one + ") = 'v' then " + other + " = 'v' else false end", one, other);
    holds("case (" + one + ") when " + other + " then true end", one, other);
    holds("case 'x' when 'y' then false else " + one + " = " + other + " end", one, other);
  }

  @Property(tries = 500)
  void besideAnElementOfTheSameName(@ForAll("names") String name) {
    if (!name.equals("in")) {
      holds("any($body.list, " + name + " => " + name + " = 5) and " + name + " = 'v'", name, "x");
    }
  }

  private static void holds(String condition, String one, String other) {
    Compilation compilation =
        RuleFiles.compile("t", "route r from DeviceMessages where " + condition + " to events");
    assertThat(compilation.hasErrors()).as(condition + "\n" + compilation.render()).isFalse();
    Routing routing =
        Router.of(compilation.ruleSet().orElseThrow())
            .route(TestMessage.telemetry().with(one, "v").with(other, "v").json("{\"list\":[5]}"));
    assertThat(routing)
        .as(condition)
        .isEqualTo(new Routing(List.of(EventsEndpoint.INSTANCE), false, List.of()));
  }
}
