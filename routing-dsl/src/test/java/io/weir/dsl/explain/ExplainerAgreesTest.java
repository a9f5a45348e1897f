package io.weir.dsl.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.Compilation;
import io.weir.dsl.Lines;
import io.weir.dsl.Router;
import io.weir.dsl.Routing;
import io.weir.dsl.RuleFiles;
import io.weir.dsl.RuleSet;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.fixture.FixtureException;
import io.weir.dsl.fixture.MessageReader;
import io.weir.dsl.message.Message;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Label("Explanations say what routing does")
class ExplainerAgreesTest {

  @Property(tries = 1_000)
  @Label("ROUTE-04, ROUTE-10: the same verdicts, endpoints and fallback, for any rules and message")
  void agrees(@ForAll("ruleFiles") String rules, @ForAll("messages") Message message) {
    RuleSet ruleSet = compiled(rules);
    Routing routing = Router.of(ruleSet).route(message);
    Explanation explanation = Explainer.of(ruleSet, rules).explain(message);

    assertThat(names(explanation, Verdict.UNDEFINED))
        .containsExactlyInAnyOrderElementsOf(routing.undefinedRoutes());
    assertThat(explanation.endpoints())
        .containsExactlyElementsOf(routing.endpoints().stream().map(Endpoint::name).toList());
    assertThat(explanation.fallback()).isEqualTo(routing.fallback());
    if (!routing.fallback()) {
      // Each route has an endpoint of its own.
      assertThat(explanation.endpoints())
          .containsExactlyInAnyOrderElementsOf(
              names(explanation, Verdict.MATCHED).stream()
                  .map(name -> name.replace('r', 'e'))
                  .toList());
    }
  }

  @Property(tries = 1_000)
  @Label("What decided is quoted as it stands at the place that is named")
  void places(@ForAll("ruleFiles") String rules, @ForAll("messages") Message message) {
    List<String> lines = rules.lines().toList();
    for (RouteExplanation route : Explainer.of(compiled(rules), rules).explain(message).routes()) {
      Lines.Position position = route.because().position();
      assertThat(lines.get(position.line() - 1).substring(position.column() - 1))
          .startsWith(route.because().result().expression());
      assertThat(route.because().saw()).extracting(Seen::expression).doesNotHaveDuplicates();
    }
  }

  private static RuleSet compiled(String rules) {
    Compilation compilation = RuleFiles.compile("t", rules);
    assertThat(compilation.hasErrors()).as(compilation.render()).isFalse();
    return compilation.ruleSet().orElseThrow();
  }

  private static List<String> names(Explanation explanation, Verdict verdict) {
    return explanation.routes().stream()
        .filter(route -> route.verdict() == verdict)
        .map(RouteExplanation::name)
        .toList();
  }

  @Provide
  Arbitrary<String> ruleFiles() {
    return conditions(3)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(
            conditions ->
                IntStream.range(0, conditions.size())
                    .mapToObj(
                        i ->
                            """
                            endpoint e%d kafka { topic = 't%d' }
                            route r%d from DeviceMessages where %s to e%d
                            """
                                .formatted(i, i, i, conditions.get(i), i))
                    .collect(Collectors.joining()));
  }

  private static Arbitrary<String> conditions(int depth) {
    if (depth == 0) {
      return atoms();
    }
    Arbitrary<String> inner = conditions(depth - 1);
    return Arbitraries.oneOf(
        atoms(),
        inner.map("not (%s)"::formatted),
        Combinators.combine(inner, inner, inner)
            .as((a, b, c) -> "(" + a + ") and (" + b + ") and (" + c + ")"),
        Combinators.combine(inner, inner).as((a, b) -> "(" + a + ") or (" + b + ")"),
        Combinators.combine(inner, inner).as((a, b) -> "(" + a + ") = (" + b + ")"),
        Combinators.combine(inner, inner).as((a, b) -> "((" + a + ") ?? (" + b + "))"),
        Combinators.combine(inner, inner, inner)
            .as((a, b, c) -> "case when " + a + " then " + b + " else " + c + " end"));
  }

  private static Arbitrary<String> atoms() {
    Arbitrary<String> values =
        Arbitraries.of(
            "p",
            "$body.a",
            "$body.a.b",
            "$body.list[0]",
            "$body.list",
            "$twin.tags.a",
            "{$messageId}",
            "'x'",
            "1",
            "null",
            "as_number(p)",
            "lower(p)");
    Arbitrary<String> operators = Arbitraries.of("=", "!=", "<", ">=");
    Arbitrary<String> comparisons =
        Combinators.combine(values, operators, values)
            .as((left, operator, right) -> left + " " + operator + " " + right);
    return Arbitraries.oneOf(
        comparisons,
        values.map("is_defined(%s)"::formatted),
        Arbitraries.of(
            "true",
            "false",
            "undefined",
            "$body.flag",
            "p in ['x', '1']",
            "p like 'x%'",
            "p matches '^[0-9]+$'",
            "$body.a between 0 and 2",
            "any($body.list, e => e = 1)",
            "all($body.list, e => e.b > $body.a)"));
  }

  @Provide
  Arbitrary<Message> messages() {
    Arbitrary<String> values =
        Arbitraries.of(
            "1", "2.5", "'x'", "true", "null", "{'b': 1}", "[1, 'x']", "[]", "[{'b': 3}]");
    Arbitrary<String> members =
        Combinators.combine(Arbitraries.of("a", "list", "flag", "z"), values)
            .as((name, value) -> "'" + name + "': " + value);
    Arbitrary<String> objects =
        members
            .list()
            .ofMaxSize(4)
            .uniqueElements(member -> member.charAt(1))
            .map(all -> "{" + String.join(", ", all) + "}");
    Arbitrary<String> bodies =
        Arbitraries.oneOf(
            objects.map("'body': %s"::formatted),
            Arbitraries.of("'bodyText': 'x'", "'bodyBase64': 'AAE='"));
    Arbitrary<String> properties =
        Arbitraries.of("{}", "{'p': 'x'}", "{'p': '1'}", "{'p': ''}", "{'$messageId': 'x'}");
    return Combinators.combine(bodies, properties, objects)
        .as(
            (body, given, tags) ->
                "{%s, 'properties': %s, 'twin': {'tags': %s}}".formatted(body, given, tags))
        .map(ExplainerAgreesTest::message);
  }

  private static Message message(String text) {
    try {
      return MessageReader.json("m", text.replace('\'', '"'));
    } catch (FixtureException e) {
      throw new IllegalStateException(text, e);
    }
  }
}
