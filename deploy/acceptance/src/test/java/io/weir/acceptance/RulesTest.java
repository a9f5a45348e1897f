package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acceptance.ServiceApi.Device;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Rule files and what the running job makes of them. */
@HubTest
@ResourceLock(Rules.LOCK)
@Order(66)
class RulesTest {
  private final Hub hub = Hub.shared();
  private final ServiceApi service = new ServiceApi(hub);
  private final EventMonitor monitor = new EventMonitor(hub);

  @AfterAll
  static void removeRoutes() {
    Rules.apply(Hub.shared(), "none.weir", "fallback on\n");
  }

  @Test
  @DisplayName(
      "ROUTE-04 ROUTE-07 ROUTE-10 ROUTE-11: conditions, several endpoints and the fallback")
  void routesByConditions() throws Exception {
    Rules.enforce(
        hub,
        "conditions.weir",
        """
        -- by body and property
        endpoint hot  kafka { topic = 'rules-hot' }
        endpoint loud kafka { topic = 'rules-loud' }

        route hot
          from DeviceMessages
          where $body.temperature > 80 and level = 'critical'
          to hot

        route loud
          from DeviceMessages
          where level in ['critical', 'warning']
          to loud, hot

        fallback on
        """);
    Device device = service.createDevice("rules-conditions");
    String json = "$.ct=application%2Fjson&$.ce=utf-8";
    try (MqttSocket connection = MqttSocket.connected(hub, Trust.inHub(hub), device)) {
      String topic = MqttSocket.eventsTopic(device.id());
      connection.publishAndWait(topic + json + "&level=critical", bytes("{\"temperature\":81}"));
      connection.publishAndWait(topic + json + "&level=warning", bytes("{\"temperature\":82}"));
      connection.publishAndWait(topic + json + "&level=calm", bytes("{\"temperature\":83}"));
      connection.publishAndWait(topic + json, bytes("{\"temperature\":84}"));
    }

    assertThat(temperatures(device, "hot", 2)).containsExactly(81, 82);
    assertThat(temperatures(device, "loud", 2)).containsExactly(81, 82);
    assertThat(temperatures(device, "events", 2)).containsExactly(83, 84);
    assertThat(monitor.allWithin(Duration.ofSeconds(3), device.id(), "hot")).hasSize(2);
  }

  @Test
  @DisplayName("A rule file with an error says where and what, and changes nothing")
  void refusesBadFile() {
    Rules.apply(hub, "good.weir", "fallback on\n");
    String before = hub.weir("rules", "show").succeeded().stdout();
    Path bad =
        Rules.file(
            "bad.weir",
            """
            endpoint alerts kafka { topic = 'rules-bad' }

            route broken
              from DeviceMessages
              where level = 'critical'
              to alarms
            """);
    CommandResult applied = hub.weir("rules", "apply", bad.toString());

    assertThat(applied.exitCode()).isNotZero();
    assertThat(applied.stdout() + applied.stderr())
        .containsPattern("bad\\.weir:6:6: error: .*alarms")
        .doesNotContain("\tat ");
    assertThat(hub.weir("rules", "check", bad.toString()).exitCode()).isNotZero();
    assertThat(hub.weir("rules", "show").succeeded().stdout()).isEqualTo(before);
  }

  @Test
  @DisplayName("Rules: what Kafka does not take as a topic's name is the caller's fault, not a 503")
  void refusesTopicsThatKafkaRefuses() {
    String rules =
        """
        endpoint one kafka { topic = 'TOPIC' }
        route all from DeviceMessages where true to one
        """;
    Rules.apply(hub, "collides.weir", rules.replace("TOPIC", "rules.collides"));
    Path other = Rules.file("other.weir", rules.replace("TOPIC", "rules_collides"));
    CommandResult collision = hub.weir("rules", "apply", other.toString());
    assertThat(collision.exitCode()).isNotZero();
    assertThat(collision.stderr()).contains("rules_collides").doesNotContain("later");

    Path own = Rules.file("own.weir", rules.replace("TOPIC", "__consumer_offsets"));
    CommandResult internal = hub.weir("rules", "apply", own.toString());
    assertThat(internal.exitCode()).isNotZero();
    assertThat(internal.stderr()).containsPattern("own\\.weir:1:30: error: .*__consumer_offsets");
  }

  @Test
  @DisplayName(
      "Rules: a file of a mebibyte is applied, though its line ends take two bytes in JSON")
  void appliesTheLongestFile() {
    String rules = "fallback on\n";
    Rules.apply(hub, "longest.weir", rules + "\n".repeat(1024 * 1024 - rules.length()));
    assertThat(hub.weir("rules", "show").succeeded().stdout()).hasSize(1024 * 1024);
    Rules.apply(hub, "short.weir", rules);
  }

  private List<Integer> temperatures(Device device, String endpoint, int count) {
    return monitor.first(count, device.id(), endpoint).stream()
        .map(event -> event.json().path("temperature").asInt())
        .toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
