package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.acceptance.ServiceApi.Device;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** One device cannot take the room of the others. */
@HubTest
@ResourceLock(Hub.LOCK)
@Order(70)
class FloodTest {
  private static final int MESSAGES = 1_000;

  private final Hub hub = Hub.shared();
  private final ServiceApi service = new ServiceApi(hub);

  @Test
  @DisplayName("LIM-11 OPS-03: a flood while Kafka stands still ends the flooder, and nobody else")
  void endsOnlyTheFlooder() throws Exception {
    Device patient = service.createDevice("flood-" + UUID.randomUUID());
    Device flooder = service.createDevice("flood-" + UUID.randomUUID());
    long kafka = hub.process("kafka").pid();
    try (MqttSocket calm = MqttSocket.connected(hub, Trust.inHub(hub), patient);
        MqttSocket flood = MqttSocket.connected(hub, Trust.inHub(hub), flooder)) {
      calm.publishAndWait(MqttSocket.eventsTopic(patient.id()), new byte[1]);
      Programs.signal("STOP", kafka);
      try {
        assertThatThrownBy(() -> flood(flood, flooder, 0)).isInstanceOf(IOException.class);
        calm.publish(MqttSocket.eventsTopic(patient.id()), new byte[1], 1, false, 2);
      } finally {
        Programs.signal("CONT", kafka);
      }
      MqttSocket.Packet answer = calm.read();
      assertThat(answer.type()).isEqualTo(MqttSocket.PUBACK);
      assertThat(answer.packetId()).isEqualTo(2);
    }
    try (EventLog log = EventLog.of(hub, Hub.NAME + ".operations")) {
      List<JsonNode> entries =
          log.bodies(
              flooder.id(),
              seen -> seen.stream().anyMatch(FloodTest::isThrottling),
              Duration.ofSeconds(20));
      assertThat(entries).anyMatch(FloodTest::isThrottling);
    }
    hub.awaitReady();
  }

  @Test
  @DisplayName("MQTT-14: a flood behind an acknowledgement that waits ends, and the node goes on")
  void endsAFloodBehindAWaitingAcknowledgement() throws Exception {
    Device calm = service.createDevice("flood-" + UUID.randomUUID());
    Device flooder = service.createDevice("flood-" + UUID.randomUUID());
    ProcessHandle edge = hub.process("edge");
    long kafka = hub.process("kafka").pid();
    try (MqttSocket bystander = MqttSocket.connected(hub, Trust.inHub(hub), calm);
        MqttSocket flood = MqttSocket.connected(hub, Trust.inHub(hub), flooder)) {
      Programs.signal("STOP", kafka);
      try {
        assertThatThrownBy(() -> flood(flood, flooder, 1)).isInstanceOf(IOException.class);
      } finally {
        Programs.signal("CONT", kafka);
      }
      bystander.publishAndWait(MqttSocket.eventsTopic(calm.id()), new byte[1]);
    }
    assertThat(edge.isAlive()).isTrue();
    hub.awaitReady();
  }

  private static void flood(MqttSocket connection, Device device, int qos) throws IOException {
    String topic = MqttSocket.eventsTopic(device.id());
    for (int i = 1; i <= MESSAGES; i++) {
      connection.publish(topic, new byte[200 * 1024], qos, false, i);
    }
  }

  private static boolean isThrottling(JsonNode entry) {
    return entry.path("operationName").asText().equals("ingress")
        && entry.path("statusCode").asText().equals("429001");
  }
}
