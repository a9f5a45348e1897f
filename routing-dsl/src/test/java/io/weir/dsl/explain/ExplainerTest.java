package io.weir.dsl.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dsl.Compilation;
import io.weir.dsl.Lines;
import io.weir.dsl.RuleFiles;
import io.weir.dsl.fixture.FixtureException;
import io.weir.dsl.fixture.MessageReader;
import io.weir.dsl.message.Message;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.message.SystemProperty;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Explanations say what decided")
class ExplainerTest {

  private static final String RULES =
      """
      endpoint alerts kafka { topic = 'alerts' }
      route hot from DeviceMessages
        where level = 'critical' and $body.temperature > 80
        to alerts
      route moved from TwinChangeEvents where true to alerts
      """;

  private static Explainer explainer(String rules) {
    Compilation compilation = RuleFiles.compile("t", rules);
    assertThat(compilation.hasErrors()).as(compilation.render()).isFalse();
    return Explainer.of(compilation.ruleSet().orElseThrow(), rules);
  }

  private static Message message(String json) throws FixtureException {
    return MessageReader.json("m", json.replace('\'', '"'));
  }

  private static Because because(String condition, String message) throws FixtureException {
    Explainer explainer =
        explainer("route r from DeviceMessages where " + condition + " to events");
    return explainer.explain(message(message)).routes().get(0).because();
  }

  private static String words(String rules, String message) throws FixtureException {
    Explanation explanation = explainer(rules).explain(message(message));
    assertThat(ExplanationJson.read(ExplanationJson.of(explanation))).isEqualTo(explanation);
    return new ExplanationText("plant.weir").of(explanation);
  }

  @Test
  @DisplayName("ROUTE-04: a route that matches: all that had to be true, with the values")
  void matched() throws FixtureException {
    assertThat(words(RULES, "{'properties': {'level': 'critical'}, 'body': {'temperature': 93.5}}"))
        .isEqualTo(
            """
            hot: matched
              because level = 'critical' and $body.temperature > 80 is true (plant.weir:3:9)
                level is "critical"
                $body.temperature is 93.5
            goes to: alerts
            """);
  }

  @Test
  @DisplayName("ROUTE-10: the one operand that was false, and the fallback")
  void notMatched() throws FixtureException {
    assertThat(words(RULES, "{'properties': {'level': 'critical'}, 'body': {'temperature': 80}}"))
        .isEqualTo(
            """
            hot: not-matched
              because $body.temperature > 80 is false (plant.weir:3:32)
                $body.temperature is 80
            goes to: events (the fallback: no route took it)
            """);
  }

  @Test
  @DisplayName("ROUTE-04: the operand that was undefined, and why")
  void undefined() throws FixtureException {
    assertThat(words(RULES, "{'properties': {'level': 'critical'}, 'body': {'humidity': 40}}"))
        .isEqualTo(
            """
            hot: undefined
              because $body.temperature > 80 is undefined (plant.weir:3:32)
                $body.temperature is undefined: $body has no member 'temperature'
            goes to: events (the fallback: no route took it)
            """);
  }

  @Test
  @DisplayName("ROUTE-01: routes of another source are not asked; what nobody takes goes nowhere")
  void otherSources() throws FixtureException {
    Explanation event = explainer(RULES).explain(message("{'source': 'TwinChangeEvents'}"));
    assertThat(event.routes()).extracting(RouteExplanation::name).containsExactly("moved");
    assertThat(event.endpoints()).containsExactly("alerts");
    assertThat(words(RULES, "{'messageSource': 'deviceLifecycleEvents'}"))
        .isEqualTo("goes to: nothing\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x = '2' or y = '2' or z = '3' | y = '2'",
        "x = '2' or y = '3' | x = '2' or y = '3'",
        "not (x = '1') | x = '1'",
        "not (x = '1' and y = '3') | y = '3'",
        "x = '1' and (y = '3' or y = '4') | y = '3' or y = '4'",
        "x = '1' and none = 'a' and y = '2' | none = 'a'",
        "none = 'a' and y = '2' and other = 'b' | none = 'a' and y = '2' and other = 'b'",
        "none = 'a' and y = '9' | y = '9'",
        "x in ['1', '2'] and y between '1' and '3' and x like '%' | "
            + "x in ['1', '2'] and y between '1' and '3' and x like '%'",
        "x = '1' ?? false | x = '1' ?? false",
        "true | true"
      })
  @DisplayName("ROUTE-04: false decides an and, true an or; not passes through")
  void deciding(String condition, String expected) throws FixtureException {
    assertThat(
            because(condition, "{'properties': {'x': '1', 'y': '2'}}")
                .result()
                .expression()
                .strip())
        .isEqualTo(expected.strip());
  }

  @Test
  @DisplayName("Of a chain only those operands are witnesses that decided")
  void witnesses() throws FixtureException {
    Because because =
        because("none = 'a' and y = '2' and other = 'b'", "{'properties': {'y': '2'}}");
    assertThat(because.result().value()).isEmpty();
    assertThat(because.saw())
        .extracting(Seen::expression, seen -> seen.remark().orElse(""))
        .containsExactly(
            tuple("none", "the message has no property 'none'"),
            tuple("other", "the message has no property 'other'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "level = 'x' | {} | level | the message has no property 'level'",
        "{$messageId} = 'x' | {} | {$messageId} |"
            + " the message has no system property '$messageId'",
        "$body.a = 1 | {} | $body.a |"
            + " the message has no content type (expected: such as application/json)",
        "$body.a = 1 | {'systemProperties': {'contentType': 'application/json'}, 'body': {}} |"
            + " $body.a | the message has no content encoding (expected: such as utf-8)",
        "$body.a = 1 | {'systemProperties': {'contentType': 'text/plain'}, 'bodyText': 'x'} |"
            + " $body.a | bodies of the content type 'text/plain' are not read (expected: such as"
            + " application/json)",
        "$body.a.b = 1 | {'body': {'a': 5}} | $body.a.b |"
            + " $body.a is a number (expected: an object with 'b')",
        "$body.a[2] = 1 | {'body': {'a': [1]}} | $body.a[2] | $body.a has 1 element",
        "$body.a[0] = 1 | {'body': {'a': {}}} | $body.a[0] |"
            + " $body.a is an object (expected: an array)",
        "$body.A = 1 | {'body': {'a': 1}} | $body.A | $body has no member 'A'",
        "$twin.tags.site = 'x' | {} | $twin.tags.site | the message comes with no twin",
        "$twin.tags.site = 'x' | {'twin': {'tags': {}}} | $twin.tags.site |"
            + " $twin.tags has no member 'site'",
        "$body.a = 1 | {'systemProperties': {'contentType': 'application/cbor'},"
            + " 'bodyBase64': 'oWFhQQE='} | $body.a | $body.a is a byte string, which has no value",
        "as_number(level) > 1 | {'properties': {'level': 'warm'}} | as_number(level) |"
            + " it has no value for a string",
        "$body.a + 1 > 1 | {'body': {'a': '2'}} | $body.a + 1 |"
            + " it has no value for a string and a number",
        "$body.a < 1 | {'body': {'a': null}} | $body.a < 1 |"
            + " it has no value for null and a number",
        "$body.a = 1 | {'body': {'a': {'b': 1}}} | $body.a = 1 |"
            + " it has no value for a whole object and a number"
      })
  @DisplayName("ROUTE-04..08: where a value got lost, and why")
  void reasons(String condition, String message, String expression, String reason)
      throws FixtureException {
    assertThat(because(condition, message).saw())
        .contains(new Seen(expression.strip(), Optional.empty(), Optional.of(reason.strip())));
  }

  @Test
  @DisplayName("ROUTE-07: a body that cannot be decoded says why")
  void undecodable() throws FixtureException {
    String message =
        "{'systemProperties': {'contentType': 'application/json', 'contentEncoding': 'utf-8'},"
            + " 'bodyText': 'temperature=5'}";
    assertThat(because("$body.t > 1", message).saw().get(0).remark().orElseThrow())
        .startsWith("the body cannot be decoded: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$body.t > '40' | $body.t > '40' | a number is compared with a string",
        "$body.t != '50' | $body.t != '50' | a number is compared with a string",
        "$body.s | $body.s | a string is neither true nor false"
      },
      quoteCharacter = '`')
  @DisplayName("ROUTE-04: a value of another type than was meant is remarked on")
  void oddities(String condition, String expression, String remark) throws FixtureException {
    assertThat(because(condition, "{'body': {'t': 50, 's': 'true'}}").saw())
        .anySatisfy(
            seen -> {
              assertThat(seen.expression()).isEqualTo(expression.strip());
              assertThat(seen.value()).isPresent();
              assertThat(seen.remark()).contains(remark.strip());
            });
  }

  @Test
  @DisplayName("The elements that any() tests have no value of their own; the array has")
  void quantified() throws FixtureException {
    Because because =
        because(
            "any($body.list, x => x.t > $body.limit)",
            "{'body': {'list': [{'t': 5}], 'limit': 3}}");
    assertThat(because.saw())
        .extracting(Seen::expression)
        .containsExactly("$body.list", "$body.limit");
  }

  @Test
  @DisplayName("ROUTE-08: the version of the twin that a route read")
  void twinVersion() throws FixtureException {
    String rules = "route r from DeviceMessages where $twin.tags.site = 'n' to events";
    String message = "{'twin': {'version': 7, 'tags': {'site': 'n'}}}";
    Explanation explanation = explainer(rules).explain(message(message));
    assertThat(explanation.twinVersion()).hasValue(7);
    assertThat(explainer(RULES).explain(message(message)).twinVersion()).isEmpty();
  }

  @Test
  @DisplayName("ROUTE-04: a message that cannot be read is an error of the routes that read it")
  void error() {
    Message broken =
        new Message() {
          @Override
          public MessageSource source() {
            return MessageSource.DEVICE_MESSAGES;
          }

          @Override
          public String systemProperty(SystemProperty property) {
            return null;
          }

          @Override
          public String property(String name) {
            throw new IllegalStateException("gone");
          }

          @Override
          public byte[] body() {
            return new byte[0];
          }
        };
    Explanation explanation =
        explainer(RULES + "route all from DeviceMessages where true to events").explain(broken);
    RouteExplanation hot = explanation.routes().get(0);
    assertThat(hot.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(hot.because().result().remark().orElseThrow()).contains("gone");
    assertThat(hot.because().position()).isEqualTo(new Lines.Position(3, 9));
    assertThat(explanation.routes().get(1).verdict()).isEqualTo(Verdict.MATCHED);
    assertThat(explanation.endpoints()).containsExactly("events");
  }

  @Test
  @DisplayName("As JSON: what was undefined has no value but a reason")
  void json() throws FixtureException {
    Explanation explanation =
        explainer(RULES)
            .explain(message("{'properties': {'level': 'critical'}, 'body': {'humidity': 40}}"));
    JsonNode json = ExplanationJson.of(explanation);
    assertThat(json)
        .hasToString(
            ("{'routes':[{'name':'hot','verdict':'undefined','because':{"
                    + "'expression':'$body.temperature > 80','line':3,'column':32,'saw':["
                    + "{'expression':'$body.temperature',"
                    + "'undefined':'$body has no member _temperature_'}]},'to':['alerts']}],"
                    + "'endpoints':['events'],'fallback':true}")
                .replace('\'', '"')
                .replace('_', '\''));
  }
}
