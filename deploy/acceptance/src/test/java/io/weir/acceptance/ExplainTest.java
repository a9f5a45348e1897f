package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.acceptance.ServiceApi.Device;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Why messages went where they went, told by the running hub. */
@HubTest
@ResourceLock(Rules.LOCK)
@Order(69)
class ExplainTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String JSON = "$.ct=application%2Fjson&$.ce=utf-8";

  private final Hub hub = Hub.shared();
  private final ServiceApi service = new ServiceApi(hub);

  @BeforeAll
  static void route() {
    Rules.apply(
        Hub.shared(),
        "explain.weir",
        """
        endpoint alerts kafka { topic = 'explain-alerts' }
        endpoint archive files { path = 'explain', format = 'json', roll = 1 second }
        endpoint desk webhook { url = 'http://127.0.0.1:1/desk' }

        route hot
          from DeviceMessages
          where $body.temperature > 80 and $twin.tags.site = 'north'
          to alerts, archive, desk

        route calm
          from DeviceMessages
          where level = 'calm'
          to drop

        fallback on
        """);
  }

  @AfterAll
  static void removeRoutes() {
    Rules.apply(Hub.shared(), "none.weir", "fallback on\n");
  }

  @Test
  @DisplayName(
      "A device is recorded once that is asked for: verdicts, values, the twin's version, and what"
          + " each endpoint answered")
  void device() throws Exception {
    Device device = service.createDevice("explain-asked");
    HttpResponse<String> patched =
        service.send("PATCH", "/twins/" + device.id(), "{\"tags\":{\"site\":\"north\"}}", Map.of());
    assertThat(patched.statusCode()).isEqualTo(200);
    long version = Json.parse(patched.body()).path("version").asLong();
    CommandResult asked =
        hub.weir("rules", "explain", "--device", device.id(), "--record", "5").succeeded();
    assertThat(asked.stdout()).isEmpty();
    assertThat(asked.stderr())
        .contains("nothing is recorded of explain-asked yet")
        .contains("recorded from now on, for 5 min");

    try (MqttSocket connection = MqttSocket.connected(hub, Trust.inHub(hub), device)) {
      publishUntilExplained(connection, device, "hot-1", "", 93);
      publish(connection, device, "hot/last", "", 95);
    }
    await().atMost(PATIENCE).until(() -> !found("messageId", "hot/last").isEmpty());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode answers = found("messageId", "hot/last").get(0).path("answers");
              assertThat(answers.at("/alerts/state").asText()).isEqualTo("acknowledged");
              assertThat(answers.at("/archive/state").asText()).isEqualTo("delivered");
              assertThat(answers.at("/desk/state").asText()).isEqualTo("retrying");
              assertThat(answers.at("/desk/detail").asText()).isNotEmpty();
            });

    JsonNode explained =
        Json.parse(
            hub.weir("rules", "explain", "--device", device.id(), "-o", "json")
                .succeeded()
                .stdout());
    assertThat(explained.path("messageId").asText()).isEqualTo("hot/last");
    assertThat(explained.path("deviceId").asText()).isEqualTo(device.id());
    assertThat(explained.path("reason").asText()).isEqualTo("asked");
    assertThat(explained.at("/routes/0/name").asText()).isEqualTo("hot");
    assertThat(explained.at("/routes/0/verdict").asText()).isEqualTo("matched");
    assertThat(explained.at("/routes/0/because/saw/0/value").asInt()).isEqualTo(95);
    assertThat(explained.at("/routes/0/because/saw/1/value").asText()).isEqualTo("north");
    assertThat(explained.at("/routes/1/verdict").asText()).isEqualTo("undefined");
    assertThat(explained.path("twinVersion").asLong()).isEqualTo(version);
    assertThat(explained.path("endpoints"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder("alerts", "archive", "desk");

    String words = hub.weir("rules", "explain", "--message-id", "hot/last").succeeded().stdout();
    assertThat(words)
        .contains("explain-asked, message hot/last, DeviceMessages of ")
        .contains("hot: matched")
        .contains("$body.temperature is 95")
        .contains("twin version: " + version)
        .contains("  alerts: acknowledged at ")
        .contains("  desk: retrying at ");
    assertThat(
            Json.parse(
                    hub.weir(
                            "rules",
                            "explain",
                            "--device",
                            device.id(),
                            "--last",
                            "2",
                            "--record",
                            "0",
                            "-o",
                            "json")
                        .succeeded()
                        .stdout())
                .path("explanations"))
        .extracting(each -> each.path("messageId").asText())
        .containsExactly("hot/last", "hot-1");
  }

  @Test
  @DisplayName(
      "ROUTE-10, ROUTE-04: messages that no route took, or that a condition was undefined for, are"
          + " explained without being asked for; others are not")
  void always() throws Exception {
    Device device = service.createDevice("explain-always");
    try (MqttSocket connection = MqttSocket.connected(hub, Trust.inHub(hub), device)) {
      publishUntilExplained(connection, device, "probe", "&level=loud", 20);
      publish(connection, device, "calm-1", "&level=calm", 20);
      publishUntilExplained(connection, device, "cold-1", "&level=loud", 20);
      publishUntilExplained(connection, device, "odd-1", "", 20);
    }
    JsonNode cold = found("messageId", "cold-1").get(0);
    assertThat(cold.path("reason").asText()).isEqualTo("unrouted");
    assertThat(cold.path("fallback").asBoolean()).isTrue();
    assertThat(cold.at("/routes/0/verdict").asText()).isEqualTo("not-matched");
    assertThat(found("messageId", "odd-1").get(0).path("reason").asText()).isEqualTo("error");
    assertThat(found("messageId", "calm-1")).isEmpty();

    CommandResult none = hub.weir("rules", "explain", "--message-id", "never-sent");
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.stderr()).contains("no message never-sent is recorded");
  }

  private JsonNode found(String parameter, String value) {
    HttpResponse<String> answer =
        service.send(
            "GET",
            "/weir/rules/explanations?"
                + parameter
                + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8),
            "",
            Map.of());
    assertThat(answer.statusCode()).isEqualTo(200);
    return Json.parse(answer.body()).path("explanations");
  }

  /**
   * By then the rules, and what is recorded, are in force. Others' messages may take the places of
   * those that are recorded without being asked for.
   */
  private void publishUntilExplained(
      MqttSocket connection, Device device, String messageId, String properties, int temperature) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              publish(connection, device, messageId, properties, temperature);
              return !found("messageId", messageId).isEmpty();
            });
  }

  private static void publish(
      MqttSocket connection, Device device, String messageId, String properties, int temperature)
      throws Exception {
    connection.publishAndWait(
        MqttSocket.eventsTopic(device.id())
            + JSON
            + "&$.mid="
            + URLEncoder.encode(messageId, StandardCharsets.UTF_8)
            + properties,
        ("{\"temperature\":" + temperature + "}").getBytes(StandardCharsets.UTF_8));
  }
}
