package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.message.SystemProperty;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Label("Arbitrary text and bytes neither crash nor hang the parser or the evaluator")
class ArbitraryInputTest {

  private static final List<String> WORDS =
      List.of(
          "endpoint",
          "route",
          "fallback",
          "enrich",
          "pattern",
          "condition",
          "set",
          "match",
          "then",
          "within",
          "per",
          "device",
          "webhook",
          "drop",
          "@",
          "@a",
          "?",
          "{2,}",
          "5 minutes",
          "64 MB",
          "roll-size",
          "condition a = ",
          "enrich events set x = ",
          "pattern p from DeviceMessages match a then b{1,2} within 1 day where a: ",
          "from",
          "where",
          "to",
          "on",
          "off",
          "kafka",
          "files",
          "topic",
          "=",
          "'a'",
          "\"b\"",
          "'",
          "\"",
          "{",
          "}",
          "(",
          ")",
          "[",
          "]",
          ",",
          ".",
          ":",
          "--",
          " -- ",
          "/*",
          "*/",
          "/",
          "*",
          "%",
          "+",
          "-",
          "||",
          "??",
          "<",
          "<=",
          "<>",
          "!=",
          "!",
          "and",
          "or",
          "not",
          "in",
          "true",
          "false",
          "null",
          "undefined",
          "$body",
          "$body.a[0].b",
          "$body[",
          "$body['",
          "$messageId",
          "{$to}",
          "$twin.x",
          "$twin.tags[0]",
          "not",
          "between",
          "like 'a%'",
          "escape",
          "matches",
          "'('",
          "'(a{9}){9}'",
          "case",
          "when",
          "then",
          "else",
          "end",
          "any(",
          "all($body.a, x => ",
          "=>",
          "x",
          "x.b",
          "x[0]",
          "x['b']",
          "coalesce(",
          "year('2026-05-01')",
          "twin_change_includes(",
          "$",
          "0x",
          "0x1F",
          "1e",
          "1.5",
          "99999999999999999999",
          "DeviceMessages",
          "events",
          "abs(",
          "concat(",
          "is_defined($body.a)",
          "substring('abc', 1, 2)",
          "\n",
          "\r\n",
          "\t",
          "\u0000",
          "\uD800",
          "😀",
          "\\",
          ";",
          "&",
          "é",
          "route r from DeviceMessages where ",
          " to events\n");

  @Provide
  Arbitrary<String> ruleLikeText() {
    return Arbitraries.of(WORDS).list().ofMaxSize(60).map(words -> String.join(" ", words));
  }

  @Provide
  Arbitrary<String> conditionLikeText() {
    return Arbitraries.of(WORDS)
        .list()
        .ofMaxSize(15)
        .map(
            words -> "route r from DeviceMessages where " + String.join(" ", words) + " to events");
  }

  @Provide
  Arbitrary<String> gluedText() {
    return Arbitraries.of(WORDS).list().ofMaxSize(60).map(words -> String.join("", words));
  }

  @Property(tries = 1_000)
  void anyText(@ForAll String text) {
    compileAndRoute(text);
  }

  @Property(tries = 1_000)
  void anyBytes(@ForAll byte[] bytes) {
    compileAndRoute(new String(bytes, StandardCharsets.UTF_8));
    compileAndRoute(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  @Property(tries = 2_000)
  void textThatLooksLikeRules(@ForAll("ruleLikeText") String text) {
    compileAndRoute(text);
  }

  @Property(tries = 2_000)
  void textThatLooksLikeConditions(@ForAll("conditionLikeText") String text) {
    compileAndRoute(text);
  }

  @Property(tries = 2_000)
  void wordsWithoutSpace(@ForAll("gluedText") String text) {
    compileAndRoute(text);
  }

  @Property(tries = 1_000)
  @Label("ROUTE-07: any body in any declared encoding is read or undefined")
  void anyBody(@ForAll byte[] body, @ForAll("encodings") String encoding) {
    Router router =
        Router.of(
            RuleFiles.compile(
                    "t",
                    "route r from DeviceMessages where $body.a[0].b = 1 or is_defined($body[0])"
                        + " to events")
                .ruleSet()
                .orElseThrow());
    TestMessage message =
        TestMessage.telemetry()
            .body(body)
            .with(SystemProperty.CONTENT_TYPE, "application/json;" + encoding)
            .with(SystemProperty.CONTENT_ENCODING, encoding);
    assertThat(router.route(message).endpoints()).containsExactly(EventsEndpoint.INSTANCE);
  }

  @Provide
  Arbitrary<String> encodings() {
    return Arbitraries.of("utf-8", "utf-16", "utf-32", "", "charset=", "charset=utf-16", "x");
  }

  @Example
  void deepNestsOfEveryStatement() {
    for (String opening :
        List.of(
            "condition a = @",
            "condition a = not (",
            "enrich events set a = (",
            "enrich events set a = 1, ",
            "endpoint a kafka { topic = ",
            "pattern p from DeviceMessages match a then ",
            "pattern p from DeviceMessages match a{",
            "pattern p from DeviceMessages match a within 1 day where a: (")) {
      compileAndRoute(opening + "a, a: ( @ { [ then 1, ".repeat(40_000));
      compileAndRoute(opening.repeat(20_000));
      compileAndRoute(opening + "(".repeat(500_000));
      compileAndRoute(opening + "@a and ".repeat(100_000));
    }
  }

  @Example
  void hugeFilesOfEveryStatement() {
    for (String statement :
        List.of(
            "endpoint e%d kafka { topic = 'a' }\n",
            "condition c%1$d = @c%2$d and @c%2$d\n",
            "condition c%2$d = @c%1$d\n",
            "route r%d from DeviceMessages where a = 'x' and a = 'y' to events\n",
            "enrich events set k%d = 'x'\n",
            "pattern p%d from DeviceMessages match a then a within 1 day where a: true per device"
                + " to events\n")) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; text.length() < RuleFiles.MAX_BYTES - 200; i++) {
        text.append(statement.formatted(i, i + 1));
      }
      compileAndRoute(text.toString());
    }
  }

  private static void compileAndRoute(String text) {
    RuleFormat format = RuleFormat.format("any", text);
    format
        .text()
        .ifPresent(
            formatted ->
                assertThat(RuleFormat.format("any", formatted).text())
                    .isEqualTo(
                        formatted.length() > RuleFiles.MAX_BYTES
                            ? Optional.empty()
                            : Optional.of(formatted)));
    Compilation compilation = RuleFiles.compile("any", text);
    for (Diagnostic diagnostic : compilation.diagnostics()) {
      assertThat(diagnostic.column())
          .isBetween(
              diagnostic.excerptColumn(),
              diagnostic.excerptColumn() + diagnostic.excerpt().length());
      assertThat(diagnostic.excerpt()).hasSizeLessThanOrEqualTo(Diagnostic.WIDTH);
      assertThat(diagnostic.render().lines().count()).isGreaterThanOrEqualTo(3);
    }
    compilation
        .ruleSet()
        .ifPresent(
            rules -> {
              Router router = Router.of(rules);
              TestMessage message = TestMessage.telemetry().json("{\"a\":[{\"b\":1}]}");
              Routing first = router.route(message);
              assertThat(router.route(message)).isEqualTo(first);
              assertThat(first.endpoints()).doesNotHaveDuplicates();
            });
  }
}
