package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acceptance.ConnectRequest.Will;
import io.weir.acceptance.MqttSocket.Packet;
import io.weir.acceptance.ServiceApi.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a CONNECT, code by code, and of a session that a device asks for. */
@HubTest
@Order(61)
class MqttConnectTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Hub hub = Hub.shared();
  private final ServiceApi service = new ServiceApi(hub);
  private Device device;

  @BeforeEach
  void createDevice() {
    device = service.createDevice("connect-" + UUID.randomUUID());
  }

  @Test
  @DisplayName("MQTT-05: other protocol levels are refused with 1, in MQTT 5's own terms with 0x84")
  void refusesOtherLevels() throws Exception {
    assertThat(codeFor(request().atLevel(3))).isEqualTo(1);
    assertThat(codeFor(request().atLevel(5))).isEqualTo(0x84);
  }

  @Test
  @DisplayName("MQTT-05: credentials that cannot be read are refused with 4")
  void refusesMalformedCredentials() throws Exception {
    String token = device.token(hub);
    assertThat(codeFor(ConnectRequest.of(device.id(), null, null))).isEqualTo(4);
    for (String userName :
        List.of("", "anybody", hub.host() + "/" + device.id(), hub.host() + "//?api-version=x")) {
      assertThat(codeFor(ConnectRequest.of(device.id(), userName, token)))
          .as(userName)
          .isEqualTo(4);
    }
  }

  @Test
  @DisplayName("MQTT-05 AUTH-17: whoever is not admitted is refused with 5, whatever the reason")
  void refusesUnauthorized() throws Exception {
    String userName = MqttSocket.userName(hub, device.id());
    Device other = service.createDevice("connect-" + UUID.randomUUID());
    for (String password : new String[] {null, "", "no token", other.token(hub)}) {
      assertThat(codeFor(ConnectRequest.of(device.id(), userName, password)))
          .as(password)
          .isEqualTo(5);
    }
    String unknown = "connect-" + UUID.randomUUID();
    assertThat(
            codeFor(
                ConnectRequest.of(unknown, MqttSocket.userName(hub, unknown), device.token(hub))))
        .isEqualTo(5);
    service.setStatus(device.id(), "disabled");
    assertThat(codeFor(request())).isEqualTo(5);
  }

  @Test
  @DisplayName("MQTT-01 MQTT-02: a client id that is not the user name's is refused with 2")
  void refusesForeignClientId() throws Exception {
    assertThat(
            codeFor(
                ConnectRequest.of(
                    "connect-other", MqttSocket.userName(hub, device.id()), device.token(hub))))
        .isEqualTo(2);
  }

  @Test
  @DisplayName("MQTT-08: a will that the device could not send itself is refused with 5")
  void refusesForeignWills() throws Exception {
    String own = MqttSocket.eventsTopic(device.id());
    for (Will will :
        List.of(
            new Will("devices/other/messages/events/", "", 1),
            new Will("$iothub/twin/GET/?$rid=1", "", 0),
            new Will("anything", "", 0),
            new Will(own, "", 2))) {
      assertThat(codeFor(request().withWill(will))).as(will.topic()).isEqualTo(5);
    }
    // 64 KB is all that a CONNECT can carry.
    Will largest = new Will(own + "p=" + "x".repeat(60_000), "x".repeat(0xffff), 1);
    assertThat(codeFor(request().withWill(largest))).isZero();
  }

  @Test
  @DisplayName("NET-11: a device that is silent for 1.5 times its keep-alive is closed")
  void closesTheSilent() throws Exception {
    try (MqttSocket connection = open()) {
      assertThat(connection.connect(request().withKeepAlive(1)).returnCode()).isZero();
      assertThat(connection.isClosedWithin(PATIENCE)).isTrue();
    }
  }

  @ParameterizedTest(name = "MQTT-01: clean session {0}; the broker keeps no session")
  @ValueSource(booleans = {false, true})
  void keepsNoSession(boolean clean) throws Exception {
    for (int i = 1; i <= 2; i++) {
      try (MqttSocket connection = open()) {
        Packet answer = connection.connect(request().withCleanSession(clean));
        assertThat(answer.returnCode()).isZero();
        assertThat(answer.sessionPresent()).isFalse();
        connection.subscribe("devices/" + device.id() + "/messages/devicebound/#");
        assertThat(connection.read().type()).isEqualTo(MqttSocket.SUBACK);
        connection.publishAndWait(MqttSocket.eventsTopic(device.id()), sequence(i));
      }
    }
  }

  @ParameterizedTest(name = "MQTT-14: clean session {0}; QoS 2, sent again after the close")
  @ValueSource(booleans = {false, true})
  void acknowledgesNoQos2(boolean clean) throws Exception {
    String topic = MqttSocket.eventsTopic(device.id());
    try (MqttSocket connection = connected(clean)) {
      connection.publish(topic, sequence(1), 2, false, 1);
      connection.assertClosedUnanswered();
    }
    try (MqttSocket connection = connected(clean)) {
      connection.resend(topic, sequence(1), 2, 1);
      connection.assertClosedUnanswered();
    }
    try (MqttSocket connection = connected(clean)) {
      connection.publish(topic, sequence(1), 2, false, 1);
      connection.resend(topic, sequence(1), 2, 1);
      connection.assertClosedUnanswered();
    }
    try (MqttSocket connection = connected(clean)) {
      connection.publishAndWait(topic, sequence(2));
    }
    try (EventLog log = EventLog.of(hub, Hub.NAME + ".telemetry")) {
      assertThat(
              log.sequences(Set.of(device.id()), seen -> seen.containsKey(device.id()), PATIENCE))
          .containsEntry(device.id(), List.of(2L));
    }
  }

  private ConnectRequest request() {
    return ConnectRequest.of(hub, device);
  }

  private MqttSocket open() throws IOException {
    return MqttSocket.open(hub.host(), Trust.inHub(hub));
  }

  private MqttSocket connected(boolean clean) throws IOException {
    MqttSocket connection = open();
    assertThat(connection.connect(request().withCleanSession(clean)).returnCode()).isZero();
    return connection;
  }

  private int codeFor(ConnectRequest request) throws IOException {
    try (MqttSocket connection = open()) {
      return connection.connect(request).returnCode();
    }
  }

  private static byte[] sequence(int number) {
    return ("{\"sequence\":" + number + "}").getBytes(StandardCharsets.UTF_8);
  }
}
