package io.weir.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.dsl.Compilation;
import io.weir.dsl.Router;
import io.weir.dsl.Routing;
import io.weir.dsl.RuleFiles;
import io.weir.dsl.RuleSet;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.message.Message;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.message.SystemProperty;
import io.weir.dsl.plan.Condition;
import io.weir.dsl.plan.Scope;
import io.weir.dsl.value.Truth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MachinesTest {
  private static final String TOPIC = "weir.telemetry";
  private static final int MESSAGES = 2_000;

  private final Compilation compilation = RuleFiles.compile("machines", Machines.rules());
  private final RuleSet rules = compilation.ruleSet().orElseThrow();

  @Test
  void theRulesAreAHundredRoutesThatTheCheckerHasNothingToSayAbout() {
    assertThat(compilation.diagnostics()).isEmpty();
    assertThat(rules.routes()).hasSize(100);
  }

  @Test
  @DisplayName("A message goes to one endpoint, its machine's or the built-in one (ROUTE-10)")
  void eachMessageGoesToOneEndpoint() {
    Router router = Router.of(rules);
    Map<String, Integer> taken = new HashMap<>();
    for (MachineMessage message : Machines.messages(MESSAGES)) {
      Routing routing = router.route(new Written(message.record(TOPIC)));
      assertThat(routing.undefinedRoutes()).isEmpty();
      List<String> endpoints = routing.endpoints().stream().map(Endpoint::name).toList();
      assertThat(endpoints)
          .hasSize(1)
          .isSubsetOf("events", "bench-" + message.properties().get("kind"));
      taken.merge(endpoints.get(0), 1, Integer::sum);
    }

    assertThat(taken).containsKeys(Machines.topics().toArray(String[]::new));
    assertThat(taken.get("events")).isBetween(1, MESSAGES / 5);
  }

  @Test
  void twoToFiveRoutesTakeAMessageAndEachRouteTakesSome() {
    List<Condition> conditions =
        rules.routes().stream().map(route -> Condition.of(route.condition())).toList();
    int[] taken = new int[conditions.size()];
    for (MachineMessage message : Machines.messages(MESSAGES)) {
      Scope scope = new Scope(new Written(message.record(TOPIC)));
      for (int i = 0; i < taken.length; i++) {
        taken[i] += conditions.get(i).test(scope) == Truth.TRUE ? 1 : 0;
      }
    }

    assertThat(taken).doesNotContain(0);
    int all = 0;
    for (int one : taken) {
      all += one;
    }
    assertThat(all / (double) MESSAGES).isBetween(2.0, 5.0);
  }

  @Test
  void bodiesAreOfAUsualSize() {
    assertThat(Machines.messages(MESSAGES))
        .allSatisfy(message -> assertThat(message.body().length()).isBetween(200, 300));
  }

  /** A record as the routing job shows it to the rules. */
  private record Written(ProducerRecord<byte[], byte[]> record) implements Message {
    @Override
    public MessageSource source() {
      return MessageSource.DEVICE_MESSAGES;
    }

    @Override
    public String systemProperty(SystemProperty property) {
      return TelemetryHeaders.systemProperty(record.headers(), property);
    }

    @Override
    public String property(String name) {
      return TelemetryHeaders.properties(record.headers()).get(name);
    }

    @Override
    public byte[] body() {
      return record.value();
    }
  }
}
