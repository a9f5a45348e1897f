package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acceptance.ConnectRequest.Will;
import io.weir.acceptance.ServiceApi.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the broker would do by itself with wills and connections, and the hub must not let it. */
@HubTest
class MqttHeadTest {
  private final Hub hub = Hub.shared();
  private final ServiceApi api = new ServiceApi(hub);

  @Test
  @DisplayName("MQTT-08: the will becomes telemetry when the socket is lost, not after DISCONNECT")
  void sendsWills() throws Exception {
    Device device = api.createDevice("head-" + UUID.randomUUID());
    try (MqttSocket polite = withWill(device, 1)) {
      polite.sendRaw(new byte[] {(byte) 0xe0, 0});
      assertThat(polite.isClosedWithin(Duration.ofSeconds(10))).isTrue();
    }
    withWill(device, 2).close();
    try (EventLog log = EventLog.of(hub, Hub.NAME + ".telemetry")) {
      Map<String, List<Long>> sequences =
          log.sequences(
              Set.of(device.id()), seen -> seen.containsKey(device.id()), Duration.ofSeconds(20));
      assertThat(sequences).containsEntry(device.id(), List.of(2L));
    }
  }

  @Test
  @DisplayName("AUTH-10: the end of the token ends the connection")
  void closesAtExpiry() throws Exception {
    Device device = api.createDevice("head-" + UUID.randomUUID());
    String token =
        Sas.ofDevice(hub.host(), device.id(), device.primaryKey(), Instant.now().plusSeconds(4));
    try (MqttSocket connection = MqttSocket.open(hub.host(), Trust.inHub(hub))) {
      assertThat(connection.connect(device.id(), MqttSocket.userName(hub, device.id()), token))
          .isZero();
      connection.publishAndWait(MqttSocket.eventsTopic(device.id()), sequence(1));
      assertThat(connection.isClosedWithin(Duration.ofSeconds(25))).isTrue();
    }
  }

  @Test
  @DisplayName("MQTT-05: a broker whose extension does not start admits nobody")
  void admitsNobodyWithoutTheExtension() throws Exception {
    Device device = api.createDevice("head-" + UUID.randomUUID());
    try (OtherEdge bare = OtherEdge.withoutExtension(hub, "127.0.0.4");
        MqttSocket connection =
            Awaitility.await("the broker listens")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .until(() -> MqttSocket.open(bare.host(), Trust.inHub(hub)), Objects::nonNull)) {
      assertThat(connection.connect(ConnectRequest.of(hub, device)).returnCode()).isEqualTo(5);
      assertThat(connection.isClosedWithin(Duration.ofSeconds(10))).isTrue();
      assertThat(ProcessHandle.of(bare.pid())).isPresent();
    }
  }

  private MqttSocket withWill(Device device, int sequence) throws IOException {
    MqttSocket connection = MqttSocket.open(hub.host(), Trust.inHub(hub));
    Will will = new Will(MqttSocket.eventsTopic(device.id()), "{\"sequence\":" + sequence + "}", 1);
    assertThat(connection.connect(ConnectRequest.of(hub, device).withWill(will)).returnCode())
        .isZero();
    return connection;
  }

  private static byte[] sequence(int number) {
    return ("{\"sequence\":" + number + "}").getBytes(StandardCharsets.UTF_8);
  }
}
