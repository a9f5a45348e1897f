package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acceptance.ServiceApi.Device;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * What was acknowledged is there, whatever process is killed or stands still while a fleet sends,
 * back ends write identities and twins, devices report, and devices are imported (architecture,
 * "The five rules"; MQTT-14, MQTT-33, REST-02, REG-05, TWIN-02, TWIN-04).
 */
@HubTest
@ResourceLock(Hub.LOCK)
@ResourceLock(Rules.LOCK)
@Order(90)
class KillTest {
  private static final String ONCE = "kill-once";
  private static final List<String> TOPICS =
      List.of(Hub.NAME + ".messages.events", "kill-copy", ONCE);

  private final Hub hub = Hub.shared();

  @TempDir private Path files;

  @BeforeAll
  static void routeToAll() {
    Rules.enforce(
        Hub.shared(),
        "kill.weir",
        """
        endpoint copy kafka { topic = 'kill-copy' }
        endpoint once kafka { topic = 'kill-once', delivery = 'exactly-once' }

        route everything
          from DeviceMessages
          where true
          to copy, once, events
        """);
  }

  @Test
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  @DisplayName(
      "MQTT-14, REST-02, TWIN-04, MQTT-33, REG-05, TWIN-02: each process is killed in its turn; what"
          + " was acknowledged is there, and to exactly-once endpoints no job's death sends twice")
  void losesNothingWhateverIsKilled() throws Exception {
    try (Load load = Load.start(hub, "kill")) {
      load.awaitProgress();
      for (String component : List.of("taskmanager", "jobmanager")) {
        killWhileDevicesAreImported(component);
        load.awaitProgress();
      }
      // Up to here no device has had a reason to send again.
      load.fleet().assertOnce(ONCE);
      for (String component : List.of("cassandra", "kafka", "edge")) {
        hub.kill(component);
        hub.awaitReady();
        load.awaitProgress();
      }
      load.finish(TOPICS);
    }
    assertThat(hub.weir("doctor", "twins").succeeded().stdout()).contains(" 0 differ");
  }

  private void killWhileDevicesAreImported(String component) throws Exception {
    ProcessHandle victim = hub.process(component);
    try (ImportedLot lot = ImportedLot.begin(hub, files, "import-" + component, 1_000)) {
      assertThat(victim.destroyForcibly()).isTrue();
      lot.assertUnderWay();
      hub.awaitReady();
      lot.assertComplete();
    }
  }

  @Test
  @DisplayName(
      "MQTT-14: while Kafka stands still no PUBACK is sent, and CONNECT is not held up by it; then"
          + " the fleet goes on")
  void acknowledgesNothingWhileKafkaStandsStill() throws Exception {
    Device device = new ServiceApi(hub).createDevice("kill-still");
    String topic = MqttSocket.eventsTopic(device.id());
    try (Fleet fleet = Fleet.start(hub, "kill-still", 20)) {
      fleet.awaitProgress(20);
      long kafka = hub.process("kafka").pid();
      try (MqttSocket connection = MqttSocket.connected(hub, Trust.inHub(hub), device)) {
        connection.publishAndWait(topic, sequence(1));
        Programs.signal("STOP", kafka);
        Thread.sleep(1_000);
        long acknowledged = fleet.acknowledged();
        for (int i = 2; i <= 6; i++) {
          connection.publish(topic, sequence(i), 1, false, i);
        }
        connection.assertClosedUnanswered();
        assertRefusedAtOnce(device);
        assertThat(fleet.acknowledged()).isEqualTo(acknowledged);
        assertThat(fleet.inFlight()).isPositive();
      } finally {
        Programs.signal("CONT", kafka);
      }
      hub.awaitReady();
      fleet.awaitProgress(20);
      try (MqttSocket again = MqttSocket.connected(hub, Trust.inHub(hub), device)) {
        again.publishAndWait(topic, sequence(7));
      }
      Map<String, Long> sent = fleet.finish();
      for (String each : TOPICS) {
        fleet.assertComplete(sent, each);
      }
    }
  }

  private void assertRefusedAtOnce(Device device) throws Exception {
    try (MqttSocket next = MqttSocket.open(hub.host(), Trust.inHub(hub))) {
      long asked = System.nanoTime();
      assertThat(
              next.connect(device.id(), MqttSocket.userName(hub, device.id()), device.token(hub)))
          .as("MQTT-05: the node's lease is not live")
          .isEqualTo(3);
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(5));
    }
  }

  private static byte[] sequence(int number) {
    return ("{\"sequence\":" + number + "}").getBytes(StandardCharsets.UTF_8);
  }
}
