package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.message.Message;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.message.SystemProperty;
import io.weir.dsl.plan.Scope;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {

  private static final String ENDPOINTS =
      "endpoint a kafka { topic = 'topic-a' } endpoint b kafka { topic = 'topic-b' }\n";

  private static Router router(String text) {
    Compilation compilation = RuleFiles.compile("t", ENDPOINTS + text);
    assertThat(compilation.hasErrors()).as(compilation.render()).isFalse();
    return Router.of(compilation.ruleSet().orElseThrow());
  }

  private static List<String> names(Routing routing) {
    return routing.endpoints().stream().map(Endpoint::name).toList();
  }

  @Test
  @DisplayName("ROUTE-11: without routes everything goes to events, and that is no fallback")
  void noRoutes() {
    Routing routing = Router.of(RuleSet.EMPTY).route(TestMessage.telemetry());
    assertThat(routing).isEqualTo(new Routing(List.of(EventsEndpoint.INSTANCE), false, List.of()));
    assertThat(names(router("fallback off").route(TestMessage.telemetry())))
        .containsExactly("events");
  }

  @Test
  @DisplayName("ROUTE-10: one copy for each endpoint, however many routes name it")
  void oneCopy() {
    Router router =
        router(
            """
            route one from DeviceMessages where x = '1' to a
            route two from DeviceMessages where y = '1' to b, a
            route three from DeviceMessages where true to a, events
            """);
    assertThat(names(router.route(TestMessage.telemetry().with("x", "1").with("y", "1"))))
        .containsExactlyInAnyOrder("a", "b", "events");
    assertThat(names(router.route(TestMessage.telemetry().with("x", "1").with("y", "2"))))
        .containsExactlyInAnyOrder("a", "events");
    Routing neither = router.route(TestMessage.telemetry().with("x", "2").with("y", "2"));
    assertThat(neither.fallback()).isFalse();
    assertThat(names(neither)).containsExactlyInAnyOrder("a", "events");
  }

  @Test
  @DisplayName("An answer that is kept is the one that would be made anew, for each combination")
  void keptAnswers() {
    Router router =
        router(
            """
            route one from DeviceMessages where x = '1' to a
            route two from DeviceMessages where as_number(y) = 1 to b
            route three from DeviceMessages where as_number(z) = 1 to events
            """);
    for (int round = 0; round < 2; round++) {
      for (String x : List.of("1", "2")) {
        for (String y : List.of("1", "2", "none")) {
          for (String z : List.of("1", "2", "none")) {
            Routing routing =
                router.route(TestMessage.telemetry().with("x", x).with("y", y).with("z", z));
            List<String> undefined = new ArrayList<>();
            List<String> endpoints = new ArrayList<>();
            if (x.equals("1")) {
              endpoints.add("a");
            }
            if (y.equals("1")) {
              endpoints.add("b");
            }
            if (y.equals("none")) {
              undefined.add("two");
            }
            if (z.equals("none")) {
              undefined.add("three");
            }
            boolean fallback = endpoints.isEmpty() && !z.equals("1");
            if (z.equals("1") || fallback) {
              endpoints.add("events");
            }
            assertThat(names(routing)).containsExactlyElementsOf(endpoints);
            assertThat(routing.fallback()).isEqualTo(fallback);
            assertThat(routing.undefinedRoutes()).containsExactlyElementsOf(undefined);
          }
        }
      }
    }
  }

  @Test
  @DisplayName("ROUTE-10: what no route takes goes to the fallback, unless that is off")
  void fallback() {
    String route = "route one from DeviceMessages where x = '1' to a\n";
    TestMessage other = TestMessage.telemetry().with("x", "2");
    Routing on = router(route).route(other);
    assertThat(on).isEqualTo(new Routing(List.of(EventsEndpoint.INSTANCE), true, List.of()));
    Routing off = router(route + "fallback off").route(other);
    assertThat(off).isEqualTo(new Routing(List.of(), false, List.of()));
    Routing taken = router(route).route(TestMessage.telemetry().with("x", "1"));
    assertThat(names(taken)).containsExactly("a");
    assertThat(taken.fallback()).isFalse();
  }

  @Test
  @DisplayName("ROUTE-10: the fallback is for device messages only; a route sees only its source")
  void sources() {
    Router router =
        router(
            """
            route twins from TwinChangeEvents where true to a
            route messages from DeviceMessages where x = '1' to b
            """);
    assertThat(names(router.route(new TestMessage(MessageSource.TWIN_CHANGE_EVENTS))))
        .containsExactly("a");
    Routing lifecycle = router.route(new TestMessage(MessageSource.DEVICE_LIFECYCLE_EVENTS));
    assertThat(lifecycle).isEqualTo(new Routing(List.of(), false, List.of()));
    assertThat(router.route(TestMessage.telemetry().with("x", "2")).fallback()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEVICE_MESSAGES")
  @DisplayName(
      "ROUTE-10, ROUTE-11: an event that no route takes goes nowhere, with or without rules")
  void eventsHaveNoFallback(MessageSource source) {
    Routing nowhere = new Routing(List.of(), false, List.of());
    TestMessage event = new TestMessage(source);
    assertThat(Router.of(RuleSet.EMPTY).route(event)).isEqualTo(nowhere);
    assertThat(router("fallback on").route(event)).isEqualTo(nowhere);
    assertThat(router("route one from DeviceMessages where true to a").route(event))
        .isEqualTo(nowhere);
    Router own = router("route one from %s where opType = 'x' to a".formatted(source.wireName()));
    assertThat(own.route(new TestMessage(source).with("opType", "y"))).isEqualTo(nowhere);
    assertThat(own.route(event)).isEqualTo(new Routing(List.of(), false, List.of("one")));
    assertThat(names(own.route(new TestMessage(source).with("opType", "x")))).containsExactly("a");
  }

  @Test
  @DisplayName("ROUTE-14: conditions of events name iothub-message-schema, and opType in any case")
  void eventProperties() {
    Router router =
        router(
            """
            route schema from TwinChangeEvents
              where iothub-message-schema = 'twinChangeNotification' to a
            route body from TwinChangeEvents
              where OPTYPE = 'updateTwin' and $body.properties.reported.t > 80 to b
            """);
    TestMessage event =
        new TestMessage(MessageSource.TWIN_CHANGE_EVENTS)
            .with("opType", "updateTwin")
            .with("iothub-message-schema", "twinChangeNotification")
            .json("{\"properties\":{\"reported\":{\"t\":90}}}");
    assertThat(names(router.route(event))).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  @DisplayName("ROUTE-04: an undefined condition does not match and is named")
  void undefined() {
    Router router =
        router(
            """
            route nothing from DeviceMessages where undefined to a
            route absent from DeviceMessages where x = '1' to a
            route present from DeviceMessages where y = '1' to b
            """);
    Routing routing = router.route(TestMessage.telemetry().with("y", "1"));
    assertThat(names(routing)).containsExactly("b");
    assertThat(routing.undefinedRoutes()).containsExactly("nothing", "absent");
    Routing unmatched = router.route(TestMessage.telemetry());
    assertThat(unmatched.fallback()).isTrue();
    assertThat(unmatched.undefinedRoutes()).containsExactly("nothing", "absent", "present");
  }

  @Test
  void theBodyIsReadOnceForAllRulesAndOnlyWhenOneNeedsIt() {
    Router router =
        router(
            """
            route one from DeviceMessages where x = '1' and $body.t > 1 to a
            route two from DeviceMessages where $body.t > 2 or $body.u > 2 to b
            """);
    TestMessage message = TestMessage.telemetry().with("x", "1").json("{\"t\":5,\"u\":1}");
    assertThat(names(router.route(message))).containsExactlyInAnyOrder("a", "b");
    assertThat(message.bodyReads()).isEqualTo(1);

    TestMessage broken = TestMessage.telemetry().with("x", "1").json("{");
    assertThat(router.route(broken).undefinedRoutes()).containsExactly("one", "two");
    // Once more as a whole, to say what is wrong with it.
    assertThat(broken.bodyReads()).isEqualTo(2);

    TestMessage unread = TestMessage.telemetry().json("{\"t\":5}");
    router("route one from DeviceMessages where true to a").route(unread);
    router("route one from DeviceMessages where x = '1' to a").route(unread);
    assertThat(unread.bodyReads()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
  @DisplayName("ROUTE-07: utf-16 and utf-32 in both byte orders, with and without a mark")
  void wideEncodings(String charset) {
    Router router = router("route one from DeviceMessages where $body.t = 'é😀' to a");
    String declared = charset.substring(0, 6).toLowerCase(java.util.Locale.ROOT);
    // Java's UTF-16 writes a mark by itself.
    String mark = charset.equals("UTF-16") ? "" : "\uFEFF";
    for (String text : List.of("{\"t\":\"é😀\"}", mark + "{\"t\":\"é😀\"}")) {
      TestMessage message =
          TestMessage.telemetry()
              .body(text.getBytes(Charset.forName(charset)))
              .with(SystemProperty.CONTENT_TYPE, "application/json")
              .with(SystemProperty.CONTENT_ENCODING, declared);
      assertThat(names(router.route(message))).as(charset).containsExactly("a");
    }
  }

  @Test
  @DisplayName("ROUTE-07: a body is read in the declared encoding, not in a guessed one")
  void declaredEncoding() {
    Router router = router("route one from DeviceMessages where $body.t = 1 to a");
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      TestMessage message = TestMessage.telemetry().json("").body("{\"t\":1}".getBytes(charset));
      assertThat(router.route(message).undefinedRoutes()).containsExactly("one");
    }
    TestMessage malformed =
        TestMessage.telemetry()
            .json("")
            .body(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'});
    assertThat(router.route(malformed).undefinedRoutes()).containsExactly("one");
    assertThat(names(router.route(TestMessage.telemetry().json("\uFEFF{\"t\":1}"))))
        .containsExactly("a");
  }

  @Test
  @DisplayName("ROUTE-07: why a body could not be decoded is known when a rule has asked for it")
  void undecodableBody() {
    Router router = router("route one from DeviceMessages where x = '1' and $body.t = 1 to a");
    Scope asked = new Scope(TestMessage.telemetry().with("x", "1").json("{\"t\":"));
    assertThat(router.route(asked).undefinedRoutes()).containsExactly("one");
    assertThat(asked.undecodable().orElseThrow()).startsWith("the body is not JSON: ");
    for (TestMessage message :
        List.of(
            TestMessage.telemetry().with("x", "2").json("{"),
            TestMessage.telemetry().with("x", "1").json("{}"),
            TestMessage.telemetry().with("x", "1"))) {
      Scope scope = new Scope(message);
      assertThat(router.route(scope)).isEqualTo(router.route(message));
      assertThat(scope.undecodable()).isEmpty();
    }
  }

  @Test
  void deepAndHugeBodiesAreUndefined() {
    Router router = router("route one from DeviceMessages where $body.t = 1 to a");
    assertThat(router.route(TestMessage.telemetry().json("[".repeat(200_000))).undefinedRoutes())
        .containsExactly("one");
    String number = "{\"t\":" + "9".repeat(100_000) + "}";
    assertThat(router.route(TestMessage.telemetry().json(number)).undefinedRoutes())
        .containsExactly("one");
  }

  @Test
  void aMessageThatFailsHarmsOnlyTheRulesThatReadIt() {
    Router router =
        router(
            """
            route body from DeviceMessages where $body.t = 1 to a
            route level from DeviceMessages where level = 'x' to b
            """);
    Message failing =
        new Message() {
          @Override
          public MessageSource source() {
            return MessageSource.DEVICE_MESSAGES;
          }

          @Override
          public String systemProperty(SystemProperty property) {
            throw new IllegalStateException("unreadable");
          }

          @Override
          public String property(String name) {
            return "x";
          }

          @Override
          public byte[] body() {
            throw new IllegalStateException("unreadable");
          }
        };
    Routing routing = router.route(failing);
    assertThat(names(routing)).containsExactly("b");
    assertThat(routing.undefinedRoutes()).containsExactly("body");
  }

  @Test
  void theLongestChainsAndDeepestConditionsEvaluate() {
    String deep = "(".repeat(100) + "x = '1'" + ")".repeat(100);
    String chain = "x = '0' or ".repeat(450) + "x = '1'";
    String sum = "as_number(x) + ".repeat(450) + "1 = 451";
    Router router =
        router(
            "route d from DeviceMessages where %s to a\nroute c from DeviceMessages where %s to b\n"
                    .formatted(deep, chain)
                + "route s from DeviceMessages where %s to events".formatted(sum));
    assertThat(names(router.route(TestMessage.telemetry().with("x", "1"))))
        .containsExactlyInAnyOrder("a", "b", "events");
  }
}
