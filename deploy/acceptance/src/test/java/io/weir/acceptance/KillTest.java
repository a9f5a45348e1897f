package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What was acknowledged is there, whatever one process is killed while a fleet sends, back ends
 * write identities and twins, and devices report (architecture, "The five rules"; MQTT-14, MQTT-33,
 * REST-02, TWIN-04).
 */
@HubTest
@Order(90)
class KillTest {
  private static final int DEVICES = 20;
  private static final String COPY = "kill-copy";
  private static final List<String> TOPICS = List.of(Hub.NAME + ".messages.events", COPY);

  private final Hub hub = Hub.shared();

  @BeforeAll
  static void routeToBoth() {
    Rules.apply(
        Hub.shared(),
        "kill.weir",
        """
        endpoint copy kafka { topic = 'kill-copy' }

        route everything
          from DeviceMessages
          where true
          to copy, events
        """);
  }

  @ParameterizedTest(
      name = "MQTT-14, REST-02, TWIN-04, MQTT-33: {0} is killed; what was acknowledged is there")
  @ValueSource(strings = {"taskmanager", "jobmanager", "cassandra", "kafka", "edge"})
  void losesNothingWhenKilled(String component) throws Exception {
    try (Fleet fleet = Fleet.start(hub, "kill-" + component, DEVICES);
        RegistryWriter writer = RegistryWriter.start(hub, "written-" + component);
        TwinWriter twins = TwinWriter.start(hub, "twins-" + component)) {
      fleet.awaitProgress(20);
      writer.awaitProgress(20);
      twins.awaitProgress(20);
      hub.kill(component);
      hub.awaitReady();
      fleet.awaitProgress(20);
      writer.awaitProgress(20);
      twins.awaitProgress(20);

      assertComplete(fleet);
      writer.finish();
      twins.finish();
    }
    hub.weir("doctor", "twins").succeeded();
  }

  @Test
  @DisplayName(
      "MQTT-14, REST-02, TWIN-04: the hub goes down and up while a fleet sends and others write")
  void losesNothingAcrossDownAndUp() throws Exception {
    try (Fleet fleet = Fleet.start(hub, "kill-restart", DEVICES);
        RegistryWriter writer = RegistryWriter.start(hub, "written-restart");
        TwinWriter twins = TwinWriter.start(hub, "twins-restart")) {
      fleet.awaitProgress(20);
      writer.awaitProgress(20);
      twins.awaitProgress(20);
      hub.down();
      hub.up();
      hub.awaitReady();
      fleet.awaitProgress(20);
      writer.awaitProgress(20);
      twins.awaitProgress(20);

      assertComplete(fleet);
      writer.finish();
      twins.finish();
    }
  }

  @Test
  @DisplayName("MQTT-14: while Kafka stands still no PUBACK is sent; then the fleet goes on")
  void acknowledgesNothingWhileKafkaStandsStill() throws Exception {
    try (Fleet fleet = Fleet.start(hub, "kill-still", DEVICES)) {
      fleet.awaitProgress(20);
      long pid = hub.process("kafka").pid();
      Programs.signal("STOP", pid);
      try {
        Thread.sleep(1_000);
        long acknowledged = fleet.acknowledged();
        Thread.sleep(6_000);
        assertThat(fleet.acknowledged()).isEqualTo(acknowledged);
        assertThat(fleet.inFlight()).isPositive();
      } finally {
        Programs.signal("CONT", pid);
      }
      hub.awaitReady();
      fleet.awaitProgress(20);

      assertComplete(fleet);
    }
  }

  private static void assertComplete(Fleet fleet) throws InterruptedException {
    Map<String, Long> sent = fleet.finish();
    for (String topic : TOPICS) {
      fleet.assertComplete(sent, topic);
    }
  }
}
