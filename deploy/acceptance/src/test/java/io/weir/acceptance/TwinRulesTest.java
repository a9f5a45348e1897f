package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acceptance.ServiceApi.Device;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Routes over {@code $twin} on the running hub. */
@HubTest
@ResourceLock(Rules.LOCK)
@Order(68)
class TwinRulesTest {

  private final Hub hub = Hub.shared();
  private final ServiceApi service = new ServiceApi(hub);
  private final EventMonitor monitor = new EventMonitor(hub);

  @BeforeAll
  static void routeByTheTwin() {
    Rules.enforce(
        Hub.shared(),
        "twins.weir",
        """
        endpoint north kafka { topic = 'rules-twin-north' }
        endpoint south kafka { topic = 'rules-twin-south' }

        route north
          from DeviceMessages
          where $twin.tags.site = 'north'
          to north

        route south
          from DeviceMessages
          where $twin.tags.site = 'south'
            and ($twin.properties.desired.limit ?? 0) < 90
          to south

        fallback on
        """);
  }

  @AfterAll
  static void removeRoutes() {
    Rules.apply(Hub.shared(), "none.weir", "fallback on\n");
  }

  @Test
  @DisplayName("ROUTE-08: a route sees every twin change that was acknowledged a second before")
  void seesTwinChanges() throws Exception {
    Device device = service.createDevice("twin-rules");
    try (EventLog north = EventLog.of(hub, "rules-twin-north");
        EventLog south = EventLog.of(hub, "rules-twin-south");
        EventLog events = EventLog.of(hub, Hub.NAME + ".messages.events");
        MqttSocket connection = MqttSocket.connected(hub, Trust.inHub(hub), device)) {
      publish(connection, device, 1);
      assertArrives(events, device, 1);
      for (int sequence = 2; sequence <= 7; sequence++) {
        boolean even = sequence % 2 == 0;
        patch(device, "{\"tags\":{\"site\":\"" + (even ? "north" : "south") + "\"}}");
        TimeUnit.SECONDS.sleep(1);
        publish(connection, device, sequence);
        assertArrives(even ? north : south, device, sequence);
      }
      patch(device, "{\"properties\":{\"desired\":{\"limit\":95}}}");
      TimeUnit.SECONDS.sleep(1);
      publish(connection, device, 8);
      assertArrives(events, device, 8);
    }
  }

  /**
   * It is the next message of the device there. A later change may be seen, so none comes first.
   */
  private static void assertArrives(EventLog endpoint, Device device, int sequence) {
    assertThat(endpoint.bodies(device.id(), found -> !found.isEmpty(), Duration.ofSeconds(20)))
        .extracting(body -> body.path("sequence").asInt())
        .containsExactly(sequence);
  }

  @Test
  @DisplayName("ROUTE-08: a device's messages stay in order while its twin is read")
  void keepsTheOrder() throws Exception {
    int count = 200;
    Device device = service.createDevice("twin-rules-order");
    patch(device, "{\"tags\":{\"site\":\"north\"}}");
    TimeUnit.SECONDS.sleep(1);
    try (MqttSocket connection = MqttSocket.connected(hub, Trust.inHub(hub), device)) {
      for (int sequence = 1; sequence <= count; sequence++) {
        publish(connection, device, sequence);
        Thread.sleep(10);
      }
    }

    List<Integer> routed = sequences(device, "north", count);
    assertThat(routed).hasSize(count).isSorted().doesNotHaveDuplicates();
  }

  private void patch(Device device, String patch) {
    HttpResponse<String> answer = service.send("PATCH", "/twins/" + device.id(), patch, Map.of());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static void publish(MqttSocket connection, Device device, int sequence) throws Exception {
    connection.publishAndWait(
        MqttSocket.eventsTopic(device.id()) + "$.ct=application%2Fjson&$.ce=utf-8",
        ("{\"sequence\":" + sequence + "}").getBytes(StandardCharsets.UTF_8));
  }

  private List<Integer> sequences(Device device, String endpoint, int count) {
    return monitor.first(count, device.id(), endpoint).stream()
        .map(event -> event.json().path("sequence").asInt())
        .toList();
  }
}
