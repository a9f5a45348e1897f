package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.acceptance.EventLog.Entry;
import io.weir.acceptance.ServiceApi.Device;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What happens to devices, from the change through the rules to an endpoint. */
@HubTest
@ResourceLock(Rules.LOCK)
@Order(67)
class RoutedEventsTest {
  private static final String TWINS = "routed-twins";
  private static final String LIFECYCLE = "routed-lifecycle";

  /** Floors from here on match, and only tell whether the rules are in force. */
  private static final int PROBES = 1_000;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration MOMENT = Duration.ofMillis(500);

  private final Hub hub = Hub.shared();
  private final ServiceApi service = new ServiceApi(hub);

  @BeforeAll
  static void applyRoutes() {
    Rules.apply(
        Hub.shared(),
        "events.weir",
        """
        endpoint twins     kafka { topic = 'routed-twins' }
        endpoint lifecycle kafka { topic = 'routed-lifecycle' }

        route twins
          from TwinChangeEvents
          where $body.tags.floor > 2 or $body.properties.reported.temperature > 80
          to twins

        route lifecycle
          from DeviceLifecycleEvents
          where $body.tags.lot = 'wanted' or $body.status = 'disabled'
          to lifecycle

        fallback on
        """);
  }

  @AfterAll
  static void removeRoutes() {
    Rules.apply(Hub.shared(), "none.weir", "fallback on\n");
  }

  @Test
  @DisplayName("ROUTE-01 ROUTE-07 ROUTE-14: of the changes of a twin those that match are routed")
  void twinChanges() {
    try (EventLog twins = EventLog.of(hub, TWINS)) {
      String id = ready("routed-twin", twins).id();
      write("PATCH", id, tags(2));
      JsonNode patched = write("PATCH", id, tags(3));
      write("PATCH", id, "{\"tags\":{\"hall\":\"north\"}}");
      write("PATCH", id, "{\"properties\":{\"desired\":{\"floor\":9}}}");
      JsonNode replaced = write("PUT", id, tags(4));

      List<Entry> routed = routed(twins, id, event -> floor(event) == 4);
      assertThat(routed).hasSize(2);
      assertThat(routed.get(0).body())
          .isEqualTo(
              Json.parse("{\"version\":" + patched.path("version") + ",\"tags\":{\"floor\":3}}"));
      assertIsAbout(id, routed.get(0), "twinChange", "updateTwin");
      assertThat(routed.get(0).headers()).doesNotContainKey("iothub-app-moduleId");

      assertIsAbout(id, routed.get(1), "twinChange", "replaceTwin");
      JsonNode whole = routed.get(1).body();
      assertThat(whole.path("deviceId").asText()).isEqualTo(id);
      assertThat(whole.path("version")).isEqualTo(replaced.path("version"));
      assertThat(whole.path("tags")).isEqualTo(Json.parse("{\"floor\":4}"));
      assertThat(whole.path("properties")).isEqualTo(replaced.path("properties"));
    }
  }

  @Test
  @DisplayName("ROUTE-14: a change of a module's twin says whose it is")
  void moduleTwinChanges() {
    try (EventLog twins = EventLog.of(hub, TWINS)) {
      String id = ready("routed-module", twins).id();
      service.createModule(id, "eye");
      write("PATCH", id + "/modules/eye", tags(1));
      write("PATCH", id + "/modules/eye", tags(5));

      List<Entry> routed = routed(twins, id, event -> floor(event) == 5);
      assertThat(routed).hasSize(1);
      assertIsAbout(id, routed.get(0), "twinChange", "updateTwin");
      assertThat(routed.get(0).moduleId()).isEqualTo("eye");
      assertThat(routed.get(0).headers()).containsEntry("iothub-app-moduleId", "eye");
    }
  }

  @Test
  @DisplayName("ROUTE-07 ROUTE-14 MQTT-33: of what a device reports that is routed which matches")
  void reports() throws Exception {
    try (EventLog twins = EventLog.of(hub, TWINS)) {
      Device device = ready("routed-reports", twins);
      try (MqttSocket socket = MqttSocket.connected(hub, Trust.inHub(hub), device)) {
        for (int temperature : new int[] {80, 81, 79, 82}) {
          socket.publishAndWait(
              "$iothub/twin/PATCH/properties/reported/?$rid=1",
              ("{\"temperature\":" + temperature + "}").getBytes(StandardCharsets.UTF_8));
        }
      }

      List<Entry> routed = routed(twins, device.id(), event -> temperature(event) == 82);
      assertThat(routed.stream().map(RoutedEventsTest::temperature)).containsExactly(81, 82);
      assertIsAbout(device.id(), routed.get(0), "twinChange", "updateTwin");
      JsonNode body = routed.get(0).body();
      assertThat(body.fieldNames()).toIterable().containsExactly("properties");
      assertThat(body.path("properties").fieldNames()).toIterable().containsExactly("reported");
      assertThat(body.at("/properties/reported/$version").asInt()).isEqualTo(3);
      assertThat(body.at("/properties/reported/$metadata").has("temperature")).isTrue();
    }
  }

  @Test
  @DisplayName("ROUTE-01 ROUTE-07 ROUTE-14: of an identity's life that is routed which matches")
  void lifecycle() {
    try (EventLog twins = EventLog.of(hub, TWINS);
        EventLog lifecycle = EventLog.of(hub, LIFECYCLE)) {
      String id = ready("routed-identity", twins).id();
      service.deleteDevice(id);
      create(id, "other");
      service.deleteDevice(id);
      create(id, "wanted");
      service.setStatus(id, "disabled");
      service.deleteDevice(id);

      List<Entry> routed =
          routed(lifecycle, id, event -> event.operation().equals("deleteDeviceIdentity"));
      assertThat(routed.stream().map(Entry::operation))
          .containsExactly("createDeviceIdentity", "updateDeviceIdentity", "deleteDeviceIdentity");
      for (Entry event : routed) {
        assertIsAbout(id, event, "deviceLifecycle", event.operation());
        assertThat(event.body().path("deviceId").asText()).isEqualTo(id);
      }
      JsonNode created = routed.get(0).body();
      assertThat(created.path("tags")).isEqualTo(Json.parse("{\"lot\":\"wanted\"}"));
      assertThat(created.at("/properties/desired/$version").asInt()).isEqualTo(1);
      assertThat(created.at("/properties/reported/$version").asInt()).isEqualTo(1);
      JsonNode deleted = routed.get(2).body();
      assertThat(deleted.path("status").asText()).isEqualTo("disabled");
      assertThat(deleted.path("generationId").asText())
          .isNotEmpty()
          .isEqualTo(routed.get(1).body().path("generationId").asText());
    }
  }

  /** A device where the rules are in force: each part of the log is routed by itself. */
  private Device ready(String id, EventLog twins) {
    Device device = service.createDevice(id);
    AtomicInteger floor = new AtomicInteger(PROBES);
    Awaitility.await("the rules are in force for " + id)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              write("PATCH", id, tags(floor.getAndIncrement()));
              return !twins.entries(id, found -> !found.isEmpty(), MOMENT).isEmpty();
            });
    return device;
  }

  /**
   * What has reached the endpoint up to the last one that has to; an endpoint has the events of a
   * device in their order, so whatever should not be there would be in front of it.
   */
  private static List<Entry> routed(EventLog endpoint, String id, Predicate<Entry> last) {
    List<Entry> all =
        endpoint.entries(id, found -> found.stream().anyMatch(last), PATIENCE).stream()
            .filter(event -> floor(event) < PROBES)
            .toList();
    assertThat(all).as("what has reached the endpoint").isNotEmpty();
    assertThat(all.get(all.size() - 1)).matches(last);
    return all;
  }

  private static void assertIsAbout(String id, Entry event, String kind, String operation) {
    assertThat(event.source()).isEqualTo(kind + "Events");
    assertThat(event.headers())
        .containsEntry("iothub-connection-device-id", id)
        .containsEntry("iothub-app-hubName", Hub.NAME)
        .containsEntry("iothub-app-deviceId", id)
        .containsEntry("iothub-app-opType", operation)
        .containsEntry("iothub-app-iothub-message-schema", kind + "Notification")
        .containsEntry("content-type", "application/json")
        .containsEntry("content-encoding", "utf-8")
        .containsEntry("user-id", Hub.NAME);
    assertThat(event.headers().get("correlation-id")).isNotEmpty();
    assertThat(Instant.parse(event.headers().get("iothub-app-operationTimestamp")))
        .isCloseTo(Instant.now(), within(2, ChronoUnit.MINUTES));
  }

  private static int floor(Entry event) {
    return event.body().at("/tags/floor").asInt();
  }

  private static int temperature(Entry event) {
    return event.body().at("/properties/reported/temperature").asInt();
  }

  private static String tags(int floor) {
    return "{\"tags\":{\"floor\":" + floor + "}}";
  }

  /** The twin after the write. */
  private JsonNode write(String method, String twin, String body) {
    HttpResponse<String> answer = service.send(method, "/twins/" + twin, body, Map.of());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  private void create(String id, String lot) {
    String line =
        "[{\"id\":\"" + id + "\",\"importMode\":\"create\",\"tags\":{\"lot\":\"" + lot + "\"}}]";
    HttpResponse<String> answer = service.send("POST", "/devices", line, Map.of());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
