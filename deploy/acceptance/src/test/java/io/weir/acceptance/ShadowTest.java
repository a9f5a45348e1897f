package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.acceptance.ServiceApi.Device;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What a shadow would do otherwise, on the running hub. */
@HubTest
@ResourceLock(Rules.LOCK)
@Order(68)
class ShadowTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String LIVE =
      """
      endpoint taken kafka { topic = 'shadow-taken' }
      route loud from DeviceMessages where level = 'critical' to taken
      """;
  private static final String SHADOW =
      """
      endpoint taken kafka { topic = 'shadow-taken' }
      route loud from DeviceMessages where level in ['critical', 'warning'] to taken
      route probe from DeviceMessages where level = 'probe' to taken
      """;

  private final Hub hub = Hub.shared();
  private final ServiceApi service = new ServiceApi(hub);

  @AfterAll
  static void removeRules() {
    Hub.shared().weir("rules", "drop-shadow").succeeded();
    Hub.shared().weir("rules", "delete", "--yes").succeeded();
  }

  @Test
  @DisplayName("Rules: a shadow's differences are counted with samples; it delivers nothing")
  void differences() throws Exception {
    Device device = service.createDevice("shadow-counts");
    Rules.apply(hub, "shadow-live.weir", LIVE);
    String shadow = Rules.file("shadow-next.weir", SHADOW).toString();
    hub.weir("rules", "apply", "--shadow", shadow).succeeded();
    try (MqttSocket connection = MqttSocket.connected(hub, Trust.inHub(hub), device)) {
      // A probe that is counted says that the device's messages are judged by the shadow.
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> {
                send(connection, device, "probe", "probe");
                return gained("probe") > 0;
              });
      send(connection, device, "critical", "m1");
      send(connection, device, "warning", "m2");
      send(connection, device, "warning", "m3");
    }

    Awaitility.await().atMost(PATIENCE).until(() -> gained("loud") == 2);
    JsonNode loud = difference("loud");
    assertThat(loud.path("lost").asLong()).isZero();
    assertThat(loud.path("samples")).hasSize(2);
    JsonNode sample = loud.at("/samples/0");
    assertThat(sample.path("deviceId").asText()).isEqualTo(device.id());
    assertThat(sample.path("messageId").asText()).isEqualTo("m2");
    assertThat(sample.path("enqueuedTime").asText()).startsWith("20");
    assertThat(sample.at("/live/0").asText()).isEqualTo("events");
    assertThat(sample.at("/shadow/0").asText()).isEqualTo("taken");
    assertThat(difference("$fallback").path("lost").asLong()).isGreaterThanOrEqualTo(3);
    assertThat(hub.weir("rules", "shadow").succeeded().stdout())
        .contains("GAINED", "LOST", "loud", "$fallback");
    assertThat(new EventMonitor(hub).allWithin(Duration.ofSeconds(3), device.id(), "taken"))
        .singleElement()
        .satisfies(event -> assertThat(event.systemProperties()).containsEntry("messageId", "m1"));
  }

  private static void send(MqttSocket connection, Device device, String level, String id)
      throws Exception {
    connection.publishAndWait(
        MqttSocket.eventsTopic(device.id()) + "$.mid=" + id + "&level=" + level,
        level.getBytes(StandardCharsets.UTF_8));
  }

  private long gained(String route) {
    return difference(route).path("gained").asLong();
  }

  /** Missing when the route does not differ. */
  private JsonNode difference(String route) {
    JsonNode shadow = Json.parse(hub.weir("rules", "shadow", "-o", "json").succeeded().stdout());
    return StreamSupport.stream(shadow.path("differences").spliterator(), false)
        .filter(difference -> difference.path("route").asText().equals(route))
        .findFirst()
        .orElseGet(Json::object);
  }
}
