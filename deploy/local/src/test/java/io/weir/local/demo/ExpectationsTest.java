package io.weir.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.RuleFiles;
import io.weir.local.fleet.FleetMessage;
import io.weir.local.fleet.Payload;
import io.weir.local.fleet.PlantSignal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExpectationsTest {
  private static Expectations demoRules() throws IOException {
    String text = Files.readString(Path.of("rules/demo.weir"));
    return new Expectations(RuleFiles.compile("demo.weir", text).ruleSet().orElseThrow());
  }

  private static FleetMessage message(String json, String line, String level) {
    return new FleetMessage(
        "demo-1",
        0,
        new Payload(
            json.getBytes(StandardCharsets.UTF_8),
            Map.of("plant", "demo", "line", line, "level", level)));
  }

  @Test
  @DisplayName("ROUTE-10: the demo's rules name each endpoint of a message once")
  void demoEndpoints() throws IOException {
    Expectations rules = demoRules();

    assertThat(rules.of(message("{\"temperature\":60,\"vibration\":{\"rms\":1}}", "B", "normal")))
        .isEqualTo(Set.of("events"));
    assertThat(rules.of(message("{\"temperature\":95,\"vibration\":{\"rms\":9}}", "B", "critical")))
        .isEqualTo(Set.of("events", "demo_alerts"));
    assertThat(rules.of(message("{\"temperature\":95,\"vibration\":{\"rms\":9}}", "A", "critical")))
        .isEqualTo(Set.of("events", "demo_alerts"));
    assertThat(rules.of(message("{\"state\":\"failing\"}", "A", "warning")))
        .isEqualTo(Set.of("events", "demo_alerts", "demo_line_a"));
  }

  @Test
  @DisplayName("the plant's signals take every route of the demo within some thousand messages")
  void signalsTakeEveryRoute() throws IOException {
    Expectations rules = demoRules();
    Set<String> seen = new TreeSet<>();
    for (int device = 0; device < 12; device++) {
      PlantSignal signal = new PlantSignal("demo", device, 1);
      for (int i = 0; i < 1_000; i++) {
        seen.addAll(rules.of(new FleetMessage("demo-" + device, i, signal.next(i))));
      }
    }

    assertThat(seen).containsExactly("demo_alerts", "demo_line_a", "events");
  }
}
