package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.acceptance.ServiceApi.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Two edge nodes are one hub (architecture, "Edge nodes hold sockets, nothing else"). */
@HubTest
@Order(80)
class TwoEdgesTest {
  private static final byte[] BODY = "x".getBytes(StandardCharsets.UTF_8);
  private static final Duration REVOCATION = Duration.ofSeconds(1);

  private static SecondEdge second;

  private final Hub hub = Hub.shared();
  private final SSLContext tls = Trust.inHub(hub);
  private final ServiceApi service = new ServiceApi(hub);

  @BeforeAll
  static void startSecondNode() throws IOException {
    Hub hub = Hub.shared();
    second = SecondEdge.start(hub);
    Device device = new ServiceApi(hub).createDevice("edges-probe");
    Awaitility.await("the second node admits devices")
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptions()
        .until(
            () -> {
              MqttSocket.connected(hub, SecondEdge.HOST, Trust.inHub(hub), device).close();
              return true;
            });
  }

  @AfterAll
  static void stopSecondNode() {
    if (second != null) {
      second.close();
    }
  }

  @Test
  @DisplayName("MQTT-06: a connection on one node evicts the device's connection on the other")
  void takesOverAcrossNodes() throws Exception {
    Device device = service.createDevice("edges-takeover");
    try (MqttSocket first = on(hub.host(), device)) {
      first.publishAndWait(MqttSocket.eventsTopic(device.id()), BODY);
      try (MqttSocket other = on(SecondEdge.HOST, device)) {
        assertThat(first.isClosedWithin(Duration.ofSeconds(5))).isTrue();
        other.publishAndWait(MqttSocket.eventsTopic(device.id()), BODY);
        try (MqttSocket back = on(hub.host(), device)) {
          assertThat(other.isClosedWithin(Duration.ofSeconds(5))).isTrue();
          back.publishAndWait(MqttSocket.eventsTopic(device.id()), BODY);
        }
      }
    }
    assertThat(new EventMonitor(hub).first(3, device.id())).hasSize(3);
  }

  @Test
  @DisplayName("AUTH-11: a revocation reaches both nodes within a second")
  void revokesOnBothNodes() throws Exception {
    for (String node : List.of(hub.host(), SecondEdge.HOST)) {
      Device device = service.createDevice("edges-revoked-" + node);
      try (MqttSocket connection = on(node, device)) {
        connection.publishAndWait(MqttSocket.eventsTopic(device.id()), BODY);
        service.setStatus(device.id(), "disabled");
        assertThat(connection.isClosedWithin(REVOCATION)).as(node).isTrue();
      }
      for (String any : List.of(hub.host(), SecondEdge.HOST)) {
        assertThatThrownBy(() -> on(any, device)).hasMessageContaining("CONNACK: 5");
      }
    }
  }

  @Test
  @DisplayName(
      "AUTH-11: a node that stood still acknowledges nothing to a device revoked meanwhile")
  void doesNotAcknowledgeAfterStandingStill() throws Exception {
    Device device = service.createDevice("edges-still");
    try (MqttSocket connection = on(SecondEdge.HOST, device)) {
      connection.publishAndWait(MqttSocket.eventsTopic(device.id()), BODY);
      Programs.signal("STOP", second.pid());
      try {
        service.setStatus(device.id(), "disabled");
        connection.publish(MqttSocket.eventsTopic(device.id()), BODY, 1, false, 2);
        Thread.sleep(3_000);
      } finally {
        Programs.signal("CONT", second.pid());
      }
      connection.assertClosedUnanswered();
    }
  }

  private MqttSocket on(String node, Device device) throws IOException {
    return MqttSocket.connected(hub, node, tls, device);
  }
}
