package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.Enricher.Stamp;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.plan.Scope;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EnricherTest {
  private static final String RULES =
      """
      endpoint a kafka { topic = 'a' }
      endpoint b kafka { topic = 'b' }
      route all from DeviceMessages where true to a, b, events
      enrich a, events set hub = $iothubname, line = lower(line), 'x-1' = 'text'
      enrich b set t = $body.t, sum = $body.t + 1, hot = $body.t > 80, none = null, part = $body.o
      """;

  private final RuleSet rules = RuleFiles.compile("r", RULES).ruleSet().orElseThrow();
  private final Enricher enricher = Enricher.of(rules, "plant");

  @Test
  @DisplayName("ROUTE-13: each endpoint's copy gets its own properties")
  void stamps() {
    Scope scope = new Scope(TestMessage.telemetry().with("line", "B"));
    List<Stamp> expected =
        List.of(
            new Stamp("hub", Optional.of("plant")),
            new Stamp("line", Optional.of("b")),
            new Stamp("x-1", Optional.of("text")));
    assertThat(enricher.stamps(endpoint("a"), scope)).isEqualTo(expected);
    assertThat(enricher.stamps(EventsEndpoint.INSTANCE, scope)).isEqualTo(expected);
  }

  @Test
  @DisplayName(
      "ROUTE-13: numbers as they are written; nothing for what is undefined, null or whole")
  void texts() {
    Scope scope = new Scope(TestMessage.telemetry().json("{\"t\":93.50,\"o\":{\"x\":1}}"));
    assertThat(enricher.stamps(endpoint("b"), scope))
        .containsExactly(
            new Stamp("t", Optional.of("93.5")),
            new Stamp("sum", Optional.of("94.5")),
            new Stamp("hot", Optional.of("true")),
            new Stamp("none", Optional.empty()),
            new Stamp("part", Optional.empty()));
    Scope bare = new Scope(TestMessage.telemetry());
    assertThat(enricher.stamps(endpoint("b"), bare))
        .allMatch(stamp -> stamp.value().isEmpty())
        .hasSize(5);
  }

  private Endpoint endpoint(String name) {
    return rules.endpoints().stream()
        .filter(endpoint -> endpoint.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
