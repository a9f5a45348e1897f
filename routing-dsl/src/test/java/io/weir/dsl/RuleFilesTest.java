package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.endpoint.FileFormat;
import io.weir.dsl.endpoint.FilesEndpoint;
import io.weir.dsl.endpoint.KafkaEndpoint;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.pattern.Pattern;
import io.weir.dsl.syntax.Parser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RuleFilesTest {

  private static final String STATEMENT =
      "'condition', 'endpoint', 'enrich', 'fallback', 'pattern' or 'route'";

  static final String EXAMPLE =
      """
      -- what leaves the hub, and where to
      endpoint alerts  kafka   { topic = 'alerts' }
      endpoint archive files   { path = 'archive', format = 'json', roll = 1 minute }

      route hot
        from DeviceMessages
        where $body.temperature > 80 and level = 'critical'
        to alerts

      route everything
        from DeviceMessages
        where true
        to archive, events            -- `events` is the built-in endpoint

      route moved
        from TwinChangeEvents
        where $body.properties.reported.location != null
        to alerts

      enrich alerts
        set site = $twin.tags.site, hub = $iothubname

      fallback on

      pattern overheating
        from DeviceMessages
        match rise then peak{2,} within 5 minutes
        where rise: $body.temperature > 80,
              peak: $body.temperature > 90
        per device
        to alerts
      """;

  private static RuleSet rules(String text) {
    Compilation compilation = RuleFiles.compile("plant.rules", text);
    assertThat(compilation.hasErrors()).as(compilation.render()).isFalse();
    return compilation.ruleSet().orElseThrow();
  }

  private static List<String> errors(String text) {
    Compilation compilation = RuleFiles.compile("plant.rules", text);
    assertThat(compilation.hasErrors()).isTrue();
    return compilation.diagnostics().stream()
        .filter(Diagnostic::isError)
        .map(d -> d.line() + ":" + d.column() + ": " + d.message())
        .toList();
  }

  private static List<String> warnings(String text) {
    Compilation compilation = RuleFiles.compile("plant.rules", text);
    assertThat(compilation.hasErrors()).as(compilation.render()).isFalse();
    return compilation.diagnostics().stream().map(Diagnostic::message).toList();
  }

  @Test
  void aFileBecomesARuleSet() {
    RuleSet rules =
        rules(
            """
            ENDPOINT Alerts Kafka { Topic = "plant.alerts_1-x", }
            Route hot-pumps FROM devicemessages WHERE (level = 'hot') TO ALERTS, Events
            fallback OFF
            """);
    KafkaEndpoint alerts = new KafkaEndpoint("Alerts", "plant.alerts_1-x");
    assertThat(rules.endpoints()).containsExactly(alerts);
    assertThat(rules.fallback()).isFalse();
    assertThat(rules.routes()).hasSize(1);
    Route route = rules.routes().get(0);
    assertThat(route.name()).isEqualTo("hot-pumps");
    assertThat(route.source()).isEqualTo(MessageSource.DEVICE_MESSAGES);
    assertThat(route.conditionText()).isEqualTo("level = 'hot'");
    assertThat(route.endpoints()).containsExactly(alerts, EventsEndpoint.INSTANCE);
  }

  @Test
  void conditionTextKeepsItsParentheses() {
    RuleSet rules = rules("route r from DeviceMessages where (a = 'x') or (b = 'y') to events");
    assertThat(rules.routes().get(0).conditionText()).isEqualTo("(a = 'x') or (b = 'y')");
  }

  @Test
  void anEmptyFileIsTheEmptyRuleSet() {
    assertThat(rules("")).isEqualTo(RuleSet.EMPTY);
    assertThat(rules(" -- nothing\n/* at all */")).isEqualTo(RuleSet.EMPTY);
  }

  @Test
  void fallbackIsOnUnlessTheFileSaysOff() {
    assertThat(rules("").fallback()).isTrue();
    assertThat(rules("fallback on").fallback()).isTrue();
    assertThat(rules("fallback off").fallback()).isFalse();
  }

  @Test
  void lineEndsAreWhiteSpaceAndAllKindsCount() {
    assertThat(rules("route\nr\r\nfrom\rDeviceMessages where true to\nevents").routes()).hasSize(1);
    assertThat(errors("-- one\r\n-- two\r-- three\n  oops"))
        .containsExactly("4:3: found 'oops' (expected: " + STATEMENT + ")");
  }

  @Test
  void aRouteMayStandBeforeItsEndpoint() {
    assertThat(
            rules(
                    """
                    route r from DeviceMessages where true to alerts
                    endpoint alerts kafka { topic = 'a' }
                    """)
                .routes())
        .hasSize(1);
  }

  @Test
  @DisplayName("The example of the whole language is accepted, with warnings where they are due")
  void theExampleIsAccepted() {
    RuleSet rules = rules(EXAMPLE);
    assertThat(rules.endpoints())
        .containsExactly(
            new KafkaEndpoint("alerts", "alerts"),
            new FilesEndpoint(
                "archive",
                "archive",
                FileFormat.JSON,
                FilesEndpoint.DEFAULT_PATTERN,
                Duration.ofMinutes(1),
                FilesEndpoint.DEFAULT_ROLL_SIZE));
    assertThat(rules.routes())
        .extracting(Route::name)
        .containsExactly("hot", "everything", "moved");
    assertThat(rules.enrichments()).extracting(Enrichment::key).containsExactly("site", "hub");
    assertThat(rules.patterns()).extracting(Pattern::name).containsExactly("overheating");
    assertThat(rules.fallback()).isTrue();
    assertThat(warnings(EXAMPLE))
        .containsExactly(
            "the fallback is unreachable: the route 'everything' takes every device message",
            "patterns are not evaluated yet; no hub takes a file that holds one");
    assertThat(warnings(EXAMPLE.replace("TwinChangeEvents", "DeviceJobLifecycleEvents")))
        .contains("no messages come from 'DeviceJobLifecycleEvents' yet");
  }

  @Test
  @DisplayName("A named condition keeps its own elements, wherever its name stands")
  void namesWithinQuantifiers() {
    RuleSet rules =
        rules(
            """
            endpoint a kafka { topic = 'a' }
            condition hot = any($body.peaks, p => p > 80)
            route r from DeviceMessages where any($body.halls, h => @hot and h = 'north') to a
            """);
    TestMessage message =
        TestMessage.telemetry().json("{\"peaks\":[1,90],\"halls\":[\"south\",\"north\"]}");
    assertThat(Router.of(rules).route(message).endpoints())
        .containsExactly(new KafkaEndpoint("a", "a"));
    TestMessage cold = TestMessage.telemetry().json("{\"peaks\":[1],\"halls\":[\"north\"]}");
    assertThat(Router.of(rules).route(cold).fallback()).isTrue();
  }

  @Test
  void anErrorShowsThePlaceTheTextAndTheNearestName() {
    Compilation compilation =
        RuleFiles.compile(
            "plant.rules",
            """
            endpoint alerts kafka { topic = 'alerts' }
            route hot from DeviceMessages
            \twhere length(level) > 3 to alrets
            """);
    assertThat(compilation.render())
        .isEqualTo(
            """
            plant.rules:3:29: error: there is no endpoint 'alrets'; did you mean 'alerts'?
              \twhere length(level) > 3 to alrets
              \t                           ^^^^^^""");
  }

  @Test
  void aWarningSaysSo() {
    Compilation compilation =
        RuleFiles.compile("plant.rules", "endpoint alerts kafka { topic = 'alerts' }");
    assertThat(compilation.hasErrors()).isFalse();
    assertThat(compilation.render())
        .isEqualTo(
            """
            plant.rules:1:10: warning: no route uses the endpoint 'alerts'
              endpoint alerts kafka { topic = 'alerts' }
                       ^^^^^^""");
  }

  @Test
  void severalErrorsComeInOneRunInTheOrderOfTheText() {
    assertThat(
            errors(
                """
                endpoint alerts kafka { topik = 'a b' }
                route hot form DeviceMessages where true to alerts
                route cold from DeviceMesages where lenght(x) = 1 and $body.t > to alerts
                roote warm from DeviceMessages where true to alerts
                route last from DeviceMesages where lenght(x) = 1 and $mesageId = 'x' to alert
                fallback maybe
                """))
        .containsExactly(
            "1:10: the endpoint 'alerts' has no topic (expected: topic = 'alerts')",
            "1:25: there is no option 'topik' for kafka endpoints (expected: topic, delivery,"
                + " bootstrap, secret);"
                + " did you mean 'topic'?",
            "2:11: found 'form' (expected: 'from' and the source, such as from DeviceMessages)",
            "3:68: found 'alerts' (expected: an operator, or 'to' and the endpoints)",
            "4:1: found 'roote' (expected: " + STATEMENT + "); did you mean 'route'?",
            "5:17: there is no source 'DeviceMesages'; did you mean 'DeviceMessages'?",
            "5:37: there is no function 'lenght'; did you mean 'length'?",
            "5:55: there is no system property '$mesageId'; did you mean '$messageId'?",
            "5:74: there is no endpoint 'alert'; did you mean 'alerts'?",
            "6:10: found 'maybe' (expected: 'on' or 'off')");
  }

  @Test
  void namesAreUniqueWithoutRegardToCase() {
    assertThat(
            errors(
                """
                endpoint a kafka { topic = 'x' }
                endpoint A kafka { topic = 'y' }
                endpoint Events kafka { topic = 'z' }
                route r from DeviceMessages where true to a
                route R from DeviceMessages where true to a
                fallback on
                fallback off
                """))
        .containsExactly(
            "2:10: the endpoint 'A' is declared twice (expected: one name each)",
            "3:10: the endpoint 'events' is built in (expected: another name)",
            "5:7: the route 'R' is declared twice (expected: one name each)",
            "7:1: 'fallback' is given twice (expected: once)");
  }

  @Test
  @DisplayName("Rules: no rule writes to Kafka's own topics")
  void kafkasOwnTopicsAreRefused() {
    assertThat(errors("endpoint a kafka { topic = '__consumer_offsets' }"))
        .containsExactly(
            "1:28: '__consumer_offsets' cannot be the topic (expected: a name that does not"
                + " begin with '__', as Kafka's own do)");
    assertThat(warnings("endpoint a kafka { topic = '_a' }")).hasSize(1);
  }

  @Test
  @DisplayName("Rules: no rule writes to the hub's own topics; the error names the place")
  void hubsOwnTopicsAreRefused() {
    String text = "endpoint a kafka {\n  topic = 'plant.telemetry'\n}\n";
    Compilation compilation = RuleFiles.compile("plant.rules", text, "plant.");
    assertThat(compilation.render())
        .startsWith(
            "plant.rules:2:11: error: 'plant.telemetry' cannot be the topic (expected: a name"
                + " that does not begin with 'plant.', as the hub's own do)\n");
    String again = text.replace("\n}", ",\n  bootstrap = 'the-hubs-own:9092'\n}");
    assertThat(RuleFiles.compile("plant.rules", again, "plant.").render())
        .contains("2:11: error: 'plant.telemetry' cannot be the topic");
    assertThat(RuleFiles.compile("plant.rules", text, "weir.").hasErrors()).isFalse();
    assertThat(RuleFiles.compile("plant.rules", text).hasErrors()).isFalse();
  }

  @Test
  @DisplayName("Rules: problems of a very long line keep only what is shown of it")
  void longLinesAreNotKept() {
    String text = "fallback perhaps ".repeat(20_000);
    for (Diagnostic diagnostic : RuleFiles.compile("plant.rules", text).diagnostics()) {
      assertThat(diagnostic.excerpt()).hasSizeLessThanOrEqualTo(160);
      int at = diagnostic.column() - diagnostic.excerptColumn();
      assertThat(diagnostic.excerpt().substring(at))
          .startsWith(text.substring(diagnostic.column() - 1, diagnostic.column() + 3));
    }
  }

  @Test
  void topicNamesAreKafkas() {
    assertThat(
            errors(
                """
                endpoint a kafka { topic = 'a b' }
                endpoint b kafka { topic = '' }
                endpoint c kafka { topic = '..' }
                endpoint d kafka { topic = 5 }
                endpoint e kafka { topic = 'x', topic = 'y' }
                endpoint f kafka { topic = '%s' }
                endpoint g kafca { topic = 'g' }
                """
                    .formatted("x".repeat(250))))
        .containsExactly(
            "1:28: 'a b' cannot be the topic (expected: only letters from A to Z, digits, '.', '_' and"
                + " '-')",
            "2:28: '' cannot be the topic (expected: 1 to 249 characters)",
            "3:28: '..' cannot be the topic (expected: a name other than '.' and '..')",
            "4:28: the topic is not a string (expected: such as topic = 'alerts')",
            "5:33: the option 'topic' is given twice",
            "6:28: '" + "x".repeat(40) + "...' cannot be the topic (expected: 1 to 249 characters)",
            "7:12: there is no endpoint kind 'kafca' (expected: kafka, files, webhook); did you mean 'kafka'?");
  }

  @Test
  void aBrokenEndpointMakesNoSecondErrorWhereItIsUsed() {
    assertThat(
            errors(
                """
                endpoint a kafka topic = 'x'
                route r from DeviceMessages where true to a
                """))
        .containsExactly("1:18: found 'topic' (expected: '{' and the endpoint's options)");
  }

  @Test
  void aMistypedStatementCostsNoOtherOne() {
    assertThat(
            errors(
                """
                route a from DeviceMessages where no_such(1) to events
                rout b from DeviceMessages where true to events
                condition c = no_other(1)
                fallbak on
                """))
        .containsExactly(
            "1:35: there is no function 'no_such'",
            "2:1: found 'rout' (expected: " + STATEMENT + "); did you mean 'route'?",
            "3:15: there is no function 'no_other'",
            "4:1: found 'fallbak' (expected: " + STATEMENT + "); did you mean 'fallback'?");
  }

  @Test
  void aMissingPieceIsNamed() {
    assertThat(errors("route"))
        .containsExactly("1:6: found the end of the file (expected: the route's name)");
    assertThat(errors("route r from DeviceMessages to events"))
        .containsExactly(
            "1:29: found 'to' (expected: 'where' and a condition; 'where true' takes every"
                + " message)");
    assertThat(errors("route r from DeviceMessages where to events"))
        .containsExactly(
            "1:35: the condition is empty (expected: a condition; 'true' takes every message)");
    assertThat(errors("route r from DeviceMessages where true to"))
        .containsExactly("1:42: found the end of the file (expected: an endpoint's name)");
    assertThat(errors("route r from DeviceMessages where true to events events"))
        .containsExactly(
            "1:50: found 'events' (expected: ',' and another endpoint, or " + STATEMENT + ")");
    assertThat(errors("route r from DeviceMessages where a = 'x to events"))
        .containsExactly("1:39: the string is not closed (expected: ' before the end of the line)");
    assertThat(errors("endpoint a kafka { topic 'x' }"))
        .containsExactly("1:26: found the string 'x' (expected: '=')");
  }

  @Test
  @DisplayName(
      "ROUTE-05: what surely is no mistake for the machine but is one for people is warned of")
  void warnings() {
    assertThat(warnings("route r from DeviceMessages where temperature > 80 to events"))
        .containsExactly(
            "a string is compared with a number, which is never true;"
                + " properties are strings: use as_number(temperature)");
    assertThat(warnings("route r from DeviceMessages where not $body.a = true to events"))
        .containsExactly("'not' binds tighter than '=' (expected: not (...))");
    assertThat(warnings("route r from DeviceMessages where (not $body.a) = true to events"))
        .isEmpty();
    assertThat(warnings("route r from DeviceMessages where x = 'a' or 1 = 1 to events"))
        .containsExactly("the condition is always true");
    assertThat(warnings("route r from DeviceMessages where x = 'a' and 1 = 2 to events"))
        .containsExactly("the condition is never true");
    assertThat(warnings("route r from DeviceMessages where undefined to events"))
        .containsExactly("the condition is never true");
    assertThat(warnings("route r from DeviceMessages where FALSE = 'x' to events"))
        .containsExactly("'FALSE' is the property of that name (the literal is 'false')");
    assertThat(warnings("route r from DeviceMessages where $body = 1 to events"))
        .containsExactly("'$body' alone is undefined (expected: a path such as $body.temperature)");
    assertThat(warnings("route r from DeviceMessages where true to events, events"))
        .containsExactly("the endpoint 'events' is named twice here");
    assertThat(warnings("route r from DeviceMessages where true to events")).isEmpty();
  }

  @Test
  void depthLengthAndSizeAreBounded() {
    assertThat(condition("(".repeat(100) + "true" + ")".repeat(100)).hasErrors()).isFalse();
    assertThat(condition("(".repeat(101) + "true" + ")".repeat(101)).render())
        .contains("the condition nests deeper (expected: at most 100 levels)");
    assertThat(condition("not ".repeat(100_000) + "true").render()).contains("nests deeper");
    assertThat(condition("-".repeat(100_000) + "1").render()).contains("nests deeper");
    assertThat(condition("abs(".repeat(100_000)).render()).contains("nests deeper");
    assertThat(condition("x in [".repeat(100_000)).render()).contains("nests deeper");
    assertThat(condition("x = 'a' or ".repeat(450) + "x = 'a'").hasErrors()).isFalse();
    assertThat(condition("x = 'a' or ".repeat(50_000) + "x = 'a'").render())
        .contains("chains more operators (expected: at most 500");
    assertThat(condition("1 + ".repeat(50_000) + "1 = 1").render()).contains("chains more");
    assertThat(condition("$body" + ".a".repeat(101) + " = 1").render())
        .contains("the path has 101 steps (expected: at most 100)");
    assertThat(RuleFiles.compile("big", " ".repeat((1 << 20) + 1)).render())
        .contains("big:1:1: error: the file has 1048577 characters (expected: at most 1048576)");
    assertThat(
            errors("route %s from DeviceMessages where true to events".formatted("x".repeat(65))))
        .containsExactly("1:7: the name has 65 characters (expected: at most 64)");
  }

  @Test
  void aThousandMistakesGiveAHundredDiagnostics() {
    Compilation compilation = RuleFiles.compile("bad", "oops\nroute x\n".repeat(1_000));
    assertThat(compilation.diagnostics()).hasSize(100);
  }

  @Test
  void anErrorBehindManyWarningsIsStillShown() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      text.append("route r").append(i).append(" from DeviceMessages where x = 1 to events\n");
    }
    Compilation compilation = RuleFiles.compile("bad", text + "oops");
    assertThat(compilation.hasErrors()).isTrue();
    assertThat(compilation.render()).contains("bad:201:1: error: found 'oops'");
  }

  @Test
  @Timeout(60)
  void aHugeBrokenFileTakesNoLongTime() {
    String name = "x".repeat(58);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      text.append("endpoint ").append(name).append(i).append(" kafka { topic = 'a' }\n");
    }
    text.append("route r from DeviceMessages where true to z");
    while (text.length() < Parser.MAX_LENGTH - 100) {
      text.append(", ").append(name).append("yyyyy");
    }
    assertThat(RuleFiles.compile("huge", text.toString()).diagnostics()).hasSize(100);
  }

  @Test
  @Timeout(60)
  void theLongestConditionsFitIntoASmallStack() throws InterruptedException {
    String deep = "not (".repeat(50) + "x = '1'" + ")".repeat(50);
    String sum = "as_number(x) + ".repeat(490) + "1 = 491";
    String text =
        "route d from DeviceMessages where %s to events\nroute s from DeviceMessages where %s to events"
            .formatted(deep, sum);
    List<Routing> results = new ArrayList<>();
    Thread thread =
        new Thread(
            null,
            () ->
                results.add(
                    Router.of(RuleFiles.compile("deep", text).ruleSet().orElseThrow())
                        .route(TestMessage.telemetry().with("x", "1"))),
            "small stack",
            512 * 1024);
    thread.start();
    thread.join(50_000);
    assertThat(results)
        .containsExactly(new Routing(List.of(EventsEndpoint.INSTANCE), false, List.of()));
  }

  @Test
  void aLongLineIsCutAroundThePlace() {
    String line = "route r from DeviceMessages where " + "x = 'a' or ".repeat(50) + "y = 'b' ~ z";
    String[] rendered = RuleFiles.compile("f", line).render().split("\n", -1);
    assertThat(rendered[1].length()).isLessThanOrEqualTo(162);
    assertThat(rendered[1].charAt(rendered[2].indexOf('^'))).isEqualTo('~');
  }

  @Test
  void theLocaleOfTheMachinePlaysNoPart() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertThat(
              rules(
                      "ENDPOINT ALI KAFKA { TOPIC = 'a' } ROUTE R FROM DEVICEMESSAGES WHERE"
                          + " $CONTENTTYPE IN ['x'] AND IS_DEFINED($CONNECTIONDEVICEID) TO ali")
                  .routes())
          .hasSize(1);
    } finally {
      Locale.setDefault(before);
    }
  }

  private static Compilation condition(String condition) {
    return RuleFiles.compile(
        "deep", "route r from DeviceMessages where " + condition + " to events");
  }
}
