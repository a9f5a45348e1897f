package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.weir.dsl.endpoint.Delivery;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.endpoint.FileFormat;
import io.weir.dsl.endpoint.FilesEndpoint;
import io.weir.dsl.endpoint.KafkaEndpoint;
import io.weir.dsl.endpoint.WebhookEndpoint;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.pattern.Pattern;
import io.weir.dsl.pattern.Step;
import io.weir.dsl.syntax.Expression;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleStatementsTest {

  private static RuleSet rules(String text) {
    Compilation compilation = RuleFiles.compile("f", text);
    assertThat(compilation.hasErrors()).as(compilation.render()).isFalse();
    return compilation.ruleSet().orElseThrow();
  }

  private static List<String> said(String text) {
    return RuleFiles.compile("f", text).diagnostics().stream()
        .map(d -> d.line() + ":" + d.column() + ": " + d.message())
        .toList();
  }

  private static List<String> errors(String text) {
    return RuleFiles.compile("f", text).diagnostics().stream()
        .filter(Diagnostic::isError)
        .map(Diagnostic::message)
        .toList();
  }

  private static List<String> warnings(String condition) {
    Compilation compilation =
        RuleFiles.compile("f", "route r from DeviceMessages where " + condition + " to events");
    assertThat(compilation.hasErrors()).as(compilation.render()).isFalse();
    return compilation.diagnostics().stream().map(Diagnostic::message).toList();
  }

  @Test
  @DisplayName("ROUTE-12: endpoints of every kind, with every option")
  void everyOption() {
    assertThat(
            rules(
                    """
                    endpoint k kafka {
                      topic = 't', delivery = 'Exactly-Once', secret = 'plant.1',
                      bootstrap = 'a.example:9092,[::1]:9093'
                    }
                    endpoint f files {
                      path = 's3://bucket/x', format = 'parquet', roll = 1.5 hours, roll-size = 64 mb,
                      pattern = '{iothub}/{YYYY}-{MM}-{DD}/{HH}_{mm}/p={partition}'
                    }
                    endpoint w webhook {
                      url = 'https://example.com:8443/a?b=c', batch = 5, within = 1 second,
                      timeout = 500 ms, secret = 'x'
                    }
                    """)
                .endpoints())
        .containsExactly(
            new KafkaEndpoint(
                "k",
                "t",
                Delivery.EXACTLY_ONCE,
                Optional.of("a.example:9092,[::1]:9093"),
                Optional.of("plant.1")),
            new FilesEndpoint(
                "f",
                "s3://bucket/x",
                FileFormat.PARQUET,
                "{iothub}/{YYYY}-{MM}-{DD}/{HH}_{mm}/p={partition}",
                Duration.ofMinutes(90),
                64L * 1024 * 1024),
            new WebhookEndpoint(
                "w",
                URI.create("https://example.com:8443/a?b=c"),
                5,
                Duration.ofSeconds(1),
                Duration.ofMillis(500),
                Optional.of("x")));
  }

  @Test
  @DisplayName("ROUTE-12: the options' defaults")
  void defaults() {
    assertThat(
            rules(
                    """
                    endpoint k kafka { topic = 't' }
                    endpoint f files { path = 'p' }
                    endpoint w webhook { url = 'http://127.0.0.1/' }
                    """)
                .endpoints())
        .containsExactly(
            new KafkaEndpoint("k", "t", Delivery.AT_LEAST_ONCE, Optional.empty(), Optional.empty()),
            new FilesEndpoint(
                "f",
                "p",
                FileFormat.JSON,
                "{iothub}/{partition}/{YYYY}/{MM}/{DD}/{HH}/{mm}",
                Duration.ofMinutes(5),
                314_572_800),
            new WebhookEndpoint(
                "w",
                URI.create("http://127.0.0.1/"),
                100,
                Duration.ofMillis(100),
                Duration.ofSeconds(10),
                Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          kafka { topic = 't', delivery = 'twice' } | 'twice' cannot be the delivery (expected: 'at-least-once', 'exactly-once')
          kafka { topic = 't', bootstrap = 'host' } | 'host' cannot be the bootstrap (expected: 1 to 32 servers as HOST:PORT, with a comma between)
          kafka { topic = 't', bootstrap = 'h:0' } | 'h:0' cannot be the bootstrap (expected: 1 to 32 servers as HOST:PORT, with a comma between)
          kafka { topic = 't', secret = 'x' } | the hub's own Kafka needs no secret (expected: bootstrap = '...' beside it)
          kafka { topic = 't', bootstrap = 'h:1', secret = 'a b' } | 'a b' cannot be the secret (expected: the name of a secret: a letter, digit or '_', then up to 63 of these, '.' and '-')
          kafka { topic = 't', bootstrap = 'h:1', secret = '..' } | '..' cannot be the secret (expected: the name of a secret: a letter, digit or '_', then up to 63 of these, '.' and '-')
          files { } | the endpoint 'e' has no path (expected: path = 'archive')
          files { path = '../x' } | '../x' cannot be the path (expected: a directory or a URI of one, of 1 to 1024 characters, no '..')
          files { path = 'x', formt = 'json' } | there is no option 'formt' for files endpoints (expected: path, format, pattern, roll, roll-size); did you mean 'format'?
          files { path = 'x', format = 'csv' } | 'csv' cannot be the format (expected: 'json', 'avro', 'parquet')
          files { path = 'x', format = json } | the format is not a string (expected: such as format = 'json')
          files { path = 'x', pattern = '{iothub}' } | '{iothub}' cannot be the pattern (expected: {iothub}, {partition}, {YYYY}, {MM}, {DD}, {HH}, {mm}, each of them)
          files { path = 'x', roll = 1 } | the number has no unit (expected: such as 5 minutes)
          files { path = 'x', roll = 1 minuet } | found 'minuet' behind the number (expected: one of ms, seconds, minutes, hours, days); did you mean 'minute'?
          files { path = 'x', roll = 'x' } | this is not a number (expected: such as 5 minutes)
          files { path = 'x', roll = 0 seconds } | the number is out of range (expected: 1 second to 1 day)
          files { path = 'x', roll = 1e300 days } | the number is out of range (expected: 1 second to 1 day)
          files { path = 'x', roll-size = 9 GB } | the number is out of range (expected: 1 KB to 5 GB)
          webhook { batch = 3 } | the endpoint 'e' has no url (expected: url = 'https://example.com/hook')
          webhook { url = 'http://example.com' } | 'http://example.com' cannot be the url (expected: an https address without user or fragment, such as https://example.com/hook; http for this machine only)
          webhook { url = 'https://u:p@example.com' } | 'https://u:p@example.com' cannot be the url (expected: an https address without user or fragment, such as https://example.com/hook; http for this machine only)
          webhook { url = 'https://example.com:65536' } | 'https://example.com:65536' cannot be the url (expected: an https address without user or fragment, such as https://example.com/hook; http for this machine only)
          webhook { url = 'https://example.com', batch = 2.5 } | the number is out of range (expected: a whole number from 1 to 1000)
          webhook { url = 'https://example.com', batch = 2 MB } | found 'MB' behind the number (expected: no unit)
          webhook { url = 'https://example.com', batch = 2, Batch = 2 } | the option 'batch' is given twice
          drop { } | 'drop' is built in and is not declared (expected: kafka, files, webhook)
          webhok { } | there is no endpoint kind 'webhok' (expected: kafka, files, webhook); did you mean 'webhook'?
          """)
  @DisplayName("ROUTE-12: what an option cannot be")
  void wrongOptions(String declaration, String message) {
    assertThat(errors("endpoint e " + declaration)).containsExactly(message);
  }

  @ParameterizedTest
  @CsvSource({
    "archive, archive",
    "archive, ./archive/",
    "a/b, a//b/.",
    "s3://x/a, s3://x//a/",
  })
  @DisplayName("ROUTE-12: two endpoints that would write files over each other's are refused")
  void sameFiles(String one, String other) {
    String first = "endpoint a files { path = '" + one + "' }\n";
    assertThat(errors(first + "endpoint b files { path = '" + other + "', roll = 1 hour }"))
        .containsExactly(
            "the endpoint writes files of the same names as 'a', one over the other"
                + " (expected: another path or pattern)");
    assertThat(errors(first + "endpoint b files { path = '" + other + "', format = 'avro' }"))
        .isEmpty();
    assertThat(errors(first + "endpoint b files { path = '" + other + "x' }")).isEmpty();
  }

  @Test
  @DisplayName("Names that Kafka does not take, or takes for the same, are refused")
  void namesOfTopics() {
    assertThat(errors("endpoint größe kafka { topic = 'a' }"))
        .containsExactly(
            "'größe' cannot be the name of an endpoint, which topics bear (expected: only letters"
                + " from A to Z, digits, '.', '_' and '-')");
    assertThat(
            errors(
                "endpoint a.b files { path = 'x' } endpoint A_B webhook { url = 'https://x.y' }"))
        .containsExactly(
            "the endpoint 'a_b' cannot stand beside 'a.b': in names of topics Kafka takes '.' and"
                + " '_' for the same (expected: another name)");
    String topic = "endpoint a kafka { topic = 'x.y' } endpoint b kafka { topic = ";
    assertThat(errors(topic + "'x_y' }"))
        .containsExactly(
            "the topic 'x_y' cannot stand beside 'x.y': in names of topics Kafka takes '.' and '_'"
                + " for the same (expected: another name)");
    assertThat(errors(topic + "'x.y' }")).isEmpty();
    assertThat(errors(topic + "'x_y', bootstrap = 'other:9092' }")).isEmpty();
  }

  @Test
  @DisplayName("events and drop are built in")
  void builtIn() {
    assertThat(errors("endpoint Drop kafka { topic = 'a' }"))
        .containsExactly("the endpoint 'drop' is built in (expected: another name)");
    assertThat(rules("route r from DeviceMessages where true to drop").endpoints()).isEmpty();
  }

  @Test
  @DisplayName("A set beyond a limit is refused whole, and the error names the limit")
  void limits() {
    assertThat(errors(lines("endpoint e%d kafka { topic = 'a' }", 101)))
        .containsExactly("this is one endpoint too many (expected: at most 100)");
    assertThat(errors(lines("route r%d from DeviceMessages where true to events", 10_001)))
        .containsExactly("this is one route too many (expected: at most 10000)");
    assertThat(errors(lines("enrich events set k%d = 'x'", 101)))
        .containsExactly("this is one property of 'events' too many (expected: at most 100)");
    assertThat(errors(lines("condition c%d = true", 1_001)))
        .containsExactly("this is one condition too many (expected: at most 1000)");
    assertThat(
            errors(
                lines(
                    "pattern p%d from DeviceMessages match a within 1 day where a: true per device"
                        + " to events",
                    101)))
        .containsExactly("this is one pattern too many (expected: at most 100)");
  }

  private static String lines(String line, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(line.formatted(i)).append('\n');
    }
    return text.toString();
  }

  @Test
  @DisplayName("ROUTE-13: an enrichment is an expression for some endpoints")
  void enrichments() {
    String text =
        """
        endpoint a kafka { topic = 'a' }
        route r from DeviceMessages where true to a
        enrich a, events
          set site = level || '-' || $IotHubName, '9.x-_' = 5
        """;
    RuleSet rules = rules(text);
    assertThat(said(text)).isEmpty();
    assertThat(rules.enrichments())
        .extracting(Enrichment::endpoints, Enrichment::key, Enrichment::valueText)
        .containsExactly(
            tuple(
                List.of(new KafkaEndpoint("a", "a"), EventsEndpoint.INSTANCE),
                "site",
                "level || '-' || $IotHubName"),
            tuple(List.of(new KafkaEndpoint("a", "a"), EventsEndpoint.INSTANCE), "9.x-_", "5"));
    assertThat(rules.enrichments().get(0).valueIn("plant"))
        .isInstanceOfSatisfying(
            Expression.Binary.class,
            value ->
                assertThat(value.right())
                    .isInstanceOfSatisfying(
                        Expression.Text.class,
                        name -> assertThat(name.value()).isEqualTo("plant")));
  }

  @Test
  @DisplayName("ROUTE-13: $iothubname stands in enrichments only; a key once for each endpoint")
  void wrongEnrichments() {
    assertThat(
            errors(
                """
                enrich events set a = 'x', A = 'y'
                enrich drop set a = 'x'
                enrich event set a = 'x'
                enrich events set 'a b' = 'x', é = 'x', n = 1 + 'x'
                route r from DeviceMessages where $iothubname = 'x' to events
                """))
        .containsExactly(
            "the property of 'events' 'A' is declared twice (expected: one name each)",
            "nothing comes out of 'drop' (expected: an endpoint that keeps messages)",
            "there is no endpoint 'event'; did you mean 'events'?",
            "'a b' cannot be a property's name (expected: letters, digits, '.', '_' and '-')",
            "'é' cannot be a property's name (expected: letters, digits, '.', '_' and '-')",
            "found a string beside '+' (expected: a number); '||' joins strings",
            "there is no system property '$iothubname'");
  }

  @Test
  void aNamedConditionStandsForItself() {
    RuleSet named =
        rules(
            """
            route r from DeviceMessages where not @Warm or x = 'a' to events
            condition warm = @hot and level = 'low'
            condition hot = $body.t > 80
            """);
    RuleSet written =
        rules(
            "route r from DeviceMessages where not ($body.t > 80 and level = 'low') or x = 'a'"
                + " to events");
    assertThat(withoutPlaces(named)).isEqualTo(withoutPlaces(written));
    assertThat(named.routes().get(0).conditionText()).isEqualTo("not @Warm or x = 'a'");
  }

  private static String withoutPlaces(RuleSet rules) {
    return rules.routes().get(0).condition().toString().replaceAll("Span\\[[^]]*]", "");
  }

  @Test
  void whatIsWrongWithNamedConditions() {
    assertThat(
            said(
                """
                condition a = @b and x = 'a'
                condition b = @a or @c
                condition c = level
                condition C = true
                condition d
                route r from DeviceMessages where @a or @e or @d to events
                """))
        .containsExactly(
            "2:15: '@a' leads back to itself (expected: no circle of names)",
            "3:15: the condition is a string (expected: true or false, such as"
                + " level = 'critical'); properties are strings: use as_number(level)",
            "4:11: the condition 'C' is declared twice (expected: one name each)",
            "6:1: found 'route' (expected: '=' and a condition)",
            "6:41: there is no condition 'e'; did you mean 'a'?");
    assertThat(
            said("condition hot = level = 'x'\nroute r from DeviceMessages where @hut to events"))
        .containsExactly("2:35: there is no condition 'hut'; did you mean 'hot'?");
    assertThat(said("condition hot = level = 'x'"))
        .containsExactly("1:11: nothing uses the condition 'hot'");
    assertThat(
            said(
                "condition hot = 1 = 1\nroute r from DeviceMessages where @hot and a = 'b' to events"))
        .containsExactly("1:17: the condition is always true");
  }

  @Test
  @Timeout(20)
  void namesWithinNamesStayWithinBounds() {
    StringBuilder doubling = new StringBuilder("condition c0 = a = 'x'\n");
    for (int i = 1; i <= 60; i++) {
      doubling.append("condition c%d = @c%d and @c%d\n".formatted(i, i - 1, i - 1));
    }
    assertThat(errors(doubling.toString()))
        .singleElement()
        .asString()
        .startsWith("up to here the conditions have ")
        .endsWith(" parts with their names in place (expected: at most 250000)");
    String tooDeep = "names stand within names too deeply (expected: at most 100 levels)";
    assertThat(errors("condition c0 = true\n" + chain("condition c%d = @c%d\n", 101, 1)))
        .containsExactly(tooDeep);
    assertThat(errors(chain("condition c%2$d = @c%1$d\n", 101, 1) + "condition c101 = true\n"))
        .containsExactly(tooDeep);
    assertThat(errors("condition c0 = true\n" + chain("condition c%d = @c%d\n", 100, 1))).isEmpty();
    assertThat(
            errors(
                "condition c0 = a = 'x'%1$s\ncondition c1 = not @c0%1$s"
                    .formatted(" or a = 'x'".repeat(400))))
        .containsExactly(
            "with its names in place the condition is 803 levels high (expected: at most 500)");
  }

  private static String chain(String line, int count, int from) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < from + count; i++) {
      text.append(line.formatted(i, i - 1));
    }
    return text.toString();
  }

  @Test
  @DisplayName("A pattern is kept as data, and no hub takes it yet")
  void patterns() {
    String text =
        """
        condition hot = $body.t > 80
        pattern p from DeviceMessages
          match rise then Peak{2,} then x? then y* then z+ then w{3} then v{1,2}
          within 5 minutes
          where rise: @hot, peak: $body.t > 90, x: a = 'x', y: a = 'y', z: a = 'z', w: a = 'w',
            v: a = 'v'
          per $body.line
          to drop, events
        """;
    RuleSet rules = rules(text);
    Pattern pattern = rules.patterns().get(0);
    assertThat(pattern.source()).isEqualTo(MessageSource.DEVICE_MESSAGES);
    assertThat(pattern.within()).isEqualTo(Duration.ofMinutes(5));
    assertThat(pattern.key()).containsInstanceOf(Expression.Body.class);
    assertThat(pattern.steps())
        .extracting(Step::name, Step::conditionText, Step::least, Step::most)
        .containsExactly(
            tuple("rise", "@hot", 1, OptionalInt.of(1)),
            tuple("Peak", "$body.t > 90", 2, OptionalInt.empty()),
            tuple("x", "a = 'x'", 0, OptionalInt.of(1)),
            tuple("y", "a = 'y'", 0, OptionalInt.empty()),
            tuple("z", "a = 'z'", 1, OptionalInt.empty()),
            tuple("w", "a = 'w'", 3, OptionalInt.of(3)),
            tuple("v", "a = 'v'", 1, OptionalInt.of(2)));
    assertThat(said(text))
        .containsExactly("2:9: patterns are not evaluated yet; no hub takes a file that holds one");
    assertThat(rules.obstacle())
        .contains(
            "the rules hold the pattern 'p', and patterns are not evaluated yet"
                + " (expected: rules without patterns)");
    assertThat(RuleSet.EMPTY.obstacle()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          match a then b within 1 day where a: true per device | the step 'b' has no condition (expected: one behind 'where', such as b: true)
          match peak within 1 day where peak: true, paek: true per device | there is no step 'paek'; did you mean 'peak'?
          match a within 1 day where a: true, A: true per device | the step 'A' has two conditions (expected: one)
          match a{3,2} within 1 day where a: true per device | the step matches 3 to 2 messages (expected: at least 1, and not fewer than the first number)
          match a{1001} within 1 day where a: true per device | found the number 1001 (expected: a whole number from 0 to 1000)
          match a{1.5} within 1 day where a: true per device | found the number 1.5 (expected: a whole number from 0 to 1000)
          match a{} within 1 day where a: true per device | found '}' (expected: a whole number from 0 to 1000)
          match a? then a* within 1 day where a: true per device | no step must match a message (expected: one that must)
          match a within 8 days where a: true per device | the number is out of range (expected: 1 ms to 7 days)
          match a within 1 fortnight where a: true per device | found 'fortnight' behind the number (expected: one of ms, seconds, minutes, hours, days)
          match a within 1 day where a: level per device | the condition is a string (expected: true or false, such as level = 'critical'); properties are strings: use as_number(level)
          match a within 1 day where a: true per 'x' | this tells no messages apart (expected: 'device', a property or a path such as $body.line)
          match a within 1 day where a: true per abs(x) | this tells no messages apart (expected: 'device', a property or a path such as $body.line)
          match a within 1 day where true per device | found 'per' (expected: ':' and the step's condition)
          """)
  void wrongPatterns(String pattern, String message) {
    assertThat(errors("pattern p from DeviceMessages " + pattern + " to events"))
        .containsExactly(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a = 'x' and a = 'y' | never
          a = 'x' and b = 'y' and A = 'z' | never
          a = 'x' and (b = 'y' and 'y' = a) | never
          a in ['x', 'y'] and a = 'z' | never
          a in ['x', 'y'] and a in ['y', 'z'] | -
          a = 'x' and a != 'x' | never
          a = 'x' and a > 'w' | -
          $body.x > 5 and $body.x < 3 | never
          $body.x > 5 and $body.x < 5 | never
          $body.x >= 5 and $body.x <= 5 | -
          $body.x >= 5 and $body.x < 5 | never
          5 < $body.x and -3 > $body.x | never
          $body.x > 3 and $body.x < 5 | -
          $body.x > 3 and $body.y < 3 | -
          $body.x > 3 and $body.x < 'a' | never
          $body.x > 3 or $body.x < 3 | -
          $body.x = 3 and $body.x = 3 | -
          not (a = 'x' and a = 'y') | part
          b = 'z' or (a = 'x' and a = 'y') | part
          b = 'z' and (a = 'x' or 1 = 1) | part
          b = 'z' and true | -
          1 = 2 or undefined | never
          not (1 = 2) | always
          """)
  @DisplayName("ROUTE-04: what no message can change is warned of")
  void reachability(String condition, String verdict) {
    List<String> expected =
        switch (verdict) {
          case "never" -> List.of("the condition is never true");
          case "always" -> List.of("the condition is always true");
          case "part" ->
              List.of(
                  "this part is " + (condition.contains("1 = 1") ? "always" : "never") + " true");
          default -> List.of();
        };
    assertThat(warnings(condition)).isEqualTo(expected);
  }

  @Test
  @DisplayName("ROUTE-10: a route that does what another does, and a fallback that nothing reaches")
  void sameAndUnreachable() {
    assertThat(
            said(
                """
                condition low = Level = 'low'
                route a from DeviceMessages where level = 'low' and abs($body.t) > 5 to events, drop
                route b from DeviceMessages where (ABS($body.t) > 5.0) and @low to drop, events
                route c from TwinChangeEvents where level = 'low' and abs($body.t) > 5 to events, drop
                route d from DeviceMessages where level = 'low' and abs($body.T) > 5 to events, drop
                fallback on
                route all from DeviceMessages where is_defined('x') to events
                """))
        .containsExactly(
            "3:7: same as route 'a'",
            "6:1: the fallback is unreachable: the route 'all' takes every device message",
            "7:37: the condition is always true");
  }

  @Test
  @Timeout(20)
  @DisplayName("A thousand routes compile within seconds, whatever the machine does beside it")
  void aThousandRoutes() {
    StringBuilder text = new StringBuilder("condition hot = $body.t > 80 and level = 'x'\n");
    for (int i = 0; i < 1_000; i++) {
      text.append(
          "route r%d from DeviceMessages where @hot and line = 'l%d' and $body.a.b > %d to events\n"
              .formatted(i, i, i));
    }
    assertThat(rules(text.toString()).routes()).hasSize(1_000);
  }
}
