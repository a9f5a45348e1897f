package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The whole hub stops and starts while a fleet sends and others write: its supervisor is killed and
 * {@code weir up} takes over, it goes down and up, and other {@code --twin-limits} are given.
 */
@HubTest
@ResourceLock(Hub.LOCK)
@ResourceLock(Rules.LOCK)
@Order(96)
class RestartsTest {
  private static final List<String> TOPICS =
      List.of(Hub.NAME + ".messages.events", "restarts-copy");

  private final Hub hub = Hub.shared();
  private final TwinLimits limits = new TwinLimits(hub);

  @BeforeEach
  void routeToBoth() {
    Rules.enforce(
        hub,
        "restarts.weir",
        """
        endpoint copy kafka { topic = 'restarts-copy' }

        route everything
          from DeviceMessages
          where true
          to copy, events
        """);
  }

  /** All other tests expect the limits of today. */
  @AfterEach
  void today() {
    up("current");
  }

  @Test
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  @DisplayName(
      "MQTT-14, REST-02, TWIN-04: what was acknowledged is there; TWIN-07..09: the limits of 2017"
          + " are in force once given, across down and up too")
  void losesNothing() throws Exception {
    limits.assertToday("limits-before");
    String kept = limits.keptTwin("limits-kept");
    try (Load load = Load.start(hub, "restarts")) {
      load.awaitProgress();
      killSupervisor();
      takeOver("2017");
      limits.assertOf2017("limits-2017");
      limits.assertKept("limits-kept", kept);
      load.awaitProgress();

      hub.down();
      hub.up();
      hub.awaitReady();
      limits.assertOf2017("limits-again");
      load.awaitProgress();

      up("current");
      limits.assertToday("limits-after");
      load.awaitProgress();
      load.finish(TOPICS);
    }
  }

  /** What it supervised goes on, and {@code weir status} tells. */
  private void killSupervisor() throws IOException {
    List<Long> before = hub.pids();
    JsonNode state = Json.parse(Files.readString(hub.dataDirectory().resolve("state.json")));
    ProcessHandle supervisor = ProcessHandle.of(state.path("supervisorPid").asLong()).orElseThrow();
    assertThat(supervisor.destroyForcibly()).isTrue();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !supervisor.isAlive());

    CommandResult status = hub.weir("status", "-o", "json");
    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(status.stderr()).contains("the supervisor of this hub is gone");
    assertThat(Json.parse(status.stdout()).path("components"))
        .allSatisfy(each -> assertThat(each.path("state").asText()).isEqualTo("unsupervised"));
    assertThat(hub.pids()).isEqualTo(before);
  }

  /** Nothing is left of what ran before. */
  private void takeOver(String which) {
    List<Long> before = hub.pids();
    up(which);
    assertThat(hub.pids()).doesNotContain(0L).doesNotContainAnyElementsOf(before);
    assertThat(before)
        .allSatisfy(
            pid -> assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty());
  }

  /** Limits other than before restart the hub. */
  private void up(String which) {
    hub.up("--twin-limits", which);
    hub.awaitReady();
  }
}
