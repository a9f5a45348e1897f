package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.message.SystemProperty;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
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

  private static void compileAndRoute(String text) {
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
