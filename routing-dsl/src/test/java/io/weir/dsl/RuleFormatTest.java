package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.syntax.Span;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

@Label("Rule files have one format, and formatting one changes nothing that it says")
class RuleFormatTest {

  /** Statements with a blank wherever white space or a comment may stand. */
  private static final List<String> STATEMENTS =
      List.of(
          "endpoint a kafka { topic = 'a' , }",
          "ENDPOINT longer-name kafka { topic = \"b\\u00e9\" , delivery = 'exactly-once' }",
          "endpoint archive files { path = 'x' , roll = 1 minute , roll-size = 0x40 MB }",
          "endpoint hook webhook { url = 'https://example.com/' , batch = 5e1 }",
          "endpoint broken nothing { }",
          "fallback on",
          "Fallback Off",
          "condition hot = $body.temperature > 80 and not ( level = 'low' )",
          "condition sum = - - 1 - - $body['a_b'][0] * ( - x ) / 2 < - 0.5",
          "route r from DeviceMessages where true to events",
          "route from from DeviceMessages where to = 'x' to to",
          "route s from TwinChangeEvents where ( ( @ hot ) or { $to } <> 'y' ) to a , events",
          "route t from DeviceMessages where x in [ 'a' , - 1 ] ?? abs ( - $body.x ) >= 1 to a , drop",
          "route u from DeviceMessages where is_defined ( level ) and length ( a || 'b' ) % 2 = 1 to a",
          "enrich a , events set site = level , hub = $iothubname , '9x' = - 1 , t = ( 'x' )",
          "pattern p from DeviceMessages match rise then peak { 2 , } then b + then c { 1 , 3 } then"
              + " d ? then e * within 5 minutes where rise : ( $body.t > 80 ) , peak : not a , b :"
              + " true , c : @ hot , d : x = 'a' , e : false per device to a , events",
          "pattern q from DeviceMessages match x within 1 day where x : true per ( $body.line ) to a");

  private static String formatted(String text) {
    RuleFormat format = RuleFormat.format("f", text);
    assertThat(format.errors()).as(text).isEmpty();
    return format.text().orElseThrow();
  }

  @Example
  void theOneFormat() {
    assertThat(
            formatted(
                """


                -- what leaves the hub
                endpoint a kafka { topic   ='a', }   -- the first
                endpoint   archive files{path = 'x',roll=1 minute}

                endpoint hook webhook { url = 'https://example.com/', -- there
                  batch = 10 }
                condition hot = $body.t>80
                ROUTE r FROM DeviceMessages where @ hot
                AND not(level='low')
                   /* why */ to a,events
                -- the rest
                route s from DeviceMessages where abs( - 1 )= -1 to events /* end */ enrich a set site=level,
                hub = $iothubname
                pattern p from DeviceMessages match rise then peak { 2 , } within 5 minutes
                where rise: true, peak : $body.t > 90 per device to a
                -- the end"""))
        .isEqualTo(
            """
            -- what leaves the hub
            endpoint a       kafka { topic = 'a', }  -- the first
            endpoint archive files { path = 'x', roll = 1 minute }

            endpoint hook webhook {
              url = 'https://example.com/',  -- there
              batch = 10
            }

            condition hot = $body.t > 80

            ROUTE r
              FROM DeviceMessages
              where @hot
                    AND not (level = 'low')
              /* why */
              to a, events

            -- the rest
            route s
              from DeviceMessages
              where abs(-1) = -1
              to events /* end */

            enrich a
              set site = level,
                  hub = $iothubname

            pattern p
              from DeviceMessages
              match rise then peak{2,} within 5 minutes
              where rise: true,
                    peak: $body.t > 90
              per device
              to a

            -- the end
            """);
  }

  @Example
  void theExampleOfTheWholeLanguageHasTheFormatAlready() {
    // But for columns that were made wider by hand.
    String example =
        RuleFilesTest.EXAMPLE.replace("events            --", "events  --").replace("   {", " {");
    assertThat(formatted(example)).isEqualTo(example);
  }

  @Example
  void aFileThatCannotBeReadIsLeftAlone() {
    RuleFormat format = RuleFormat.format("f.weir", "fallback maybe\nroute r");
    assertThat(format.text()).isEmpty();
    assertThat(format.errors())
        .extracting(Diagnostic::render)
        .first()
        .asString()
        .startsWith("f.weir:1:10: error: found 'maybe' (expected: 'on' or 'off')");
  }

  @Example
  void nothingBecomesNothing() {
    assertThat(formatted("")).isEmpty();
    assertThat(formatted(" \r\n\t")).isEmpty();
    assertThat(formatted("--")).isEqualTo("--\n");
  }

  @Example
  @Label("ROUTE-02..08: conditions of the conformance table keep their meaning")
  void conditionsOfTheTable() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                RuleFormatTest.class.getResourceAsStream("conditions.txt"),
                StandardCharsets.UTF_8))) {
      List<String> rows = reader.lines().filter(line -> line.contains(" | ")).toList();
      assertThat(rows).hasSizeGreaterThan(200);
      for (String row : rows) {
        String condition = row.split(" \\| ", -1)[1];
        String text = "route r from DeviceMessages where\n" + condition + "\nto events\n";
        if (RuleFormat.format("f", text).errors().isEmpty()) {
          keepsItsMeaning(text);
        }
      }
    }
  }

  @Property(tries = 2_000)
  void randomFilesKeepTheirMeaning(@ForAll("files") String text) {
    keepsItsMeaning(text);
  }

  /** Each blank of some statements becomes any white space, or a comment in white space. */
  @Provide
  Arbitrary<String> files() {
    Arbitrary<List<String>> statements = Arbitraries.of(STATEMENTS).list().ofMaxSize(8);
    Arbitrary<List<String>> blanks =
        Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.just(" ")),
                Tuple.of(4, Arbitraries.of("\n", "\r\n", "\t", "\n\n", "\n\n\n  ", "\r")),
                Tuple.of(
                    1,
                    Arbitraries.of(
                        " /* c */ ",
                        "\n/* c\n d */\n",
                        " -- c\n",
                        "\n  -- c  \r\n",
                        " --\n",
                        "\n\n-- a\n\n-- b\n\n",
                        " /**//* */\n")))
            .list()
            .ofSize(60);
    return Combinators.combine(statements, blanks)
        .as(
            (all, gaps) -> {
              StringBuilder text = new StringBuilder(gaps.get(0));
              int next = 1;
              for (String word : String.join(" ", all).split(" ", -1)) {
                text.append(word).append(gaps.get(next++ % gaps.size()));
              }
              return text.toString();
            });
  }

  private static void keepsItsMeaning(String text) {
    String once = formatted(text);
    assertThat(formatted(once)).isEqualTo(once);
    Compilation before = RuleFiles.compile("f", text);
    Compilation after = RuleFiles.compile("f", once);
    assertThat(messages(after)).isEqualTo(messages(before));
    assertThat(after.ruleSet().map(RuleFormatTest::meaning))
        .isEqualTo(before.ruleSet().map(RuleFormatTest::meaning));
    assertThat(once.lines()).allMatch(line -> line.equals(line.stripTrailing()));
  }

  private static List<String> messages(Compilation compilation) {
    return compilation.diagnostics().stream().map(Diagnostic::message).toList();
  }

  /** The rules without places and without texts as they were written. */
  private static String meaning(RuleSet rules) {
    return rules.endpoints()
        + withoutPlaces(
            rules.routes().stream()
                .map(r -> r.name() + r.source() + r.condition() + r.endpoints())
                .collect(Collectors.joining(";")))
        + withoutPlaces(
            rules.enrichments().stream()
                .map(e -> e.endpoints() + e.key() + e.value())
                .collect(Collectors.joining(";")))
        + withoutPlaces(
            rules.patterns().stream()
                .map(
                    p ->
                        p.name()
                            + p.within()
                            + p.key()
                            + p.steps().stream()
                                .map(s -> s.name() + s.condition() + s.least() + s.most())
                                .toList())
                .collect(Collectors.joining(";")))
        + rules.fallback();
  }

  private static String withoutPlaces(String text) {
    return text.replaceAll(Span.class.getSimpleName() + "\\[[^]]*]", "");
  }
}
