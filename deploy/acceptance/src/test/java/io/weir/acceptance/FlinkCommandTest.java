package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.acceptance.ServiceApi.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code weir flink} on the hub's cluster and on one that {@code weir up} did not start. */
@HubTest
@ResourceLock(Hub.LOCK)
@Order(70)
@DisplayName("The log's rules 13: weir flink")
class FlinkCommandTest {
  private static final String EVENTS = Hub.NAME + ".messages.events";
  private static final String DEVICES = Hub.NAME + "-devices";
  private static final String ROUTING = Hub.NAME + "-routing";
  private static final String ENDPOINTS = Hub.NAME + "-endpoints";
  private static final int FLEET = 5;
  private static final byte[] BODY = "x".getBytes(StandardCharsets.UTF_8);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Of the hub; after that a command counts as unanswered. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);

  private final Hub hub = Hub.shared();

  @TempDir private Path files;

  /** A test that failed half-way must not take the jobs away from the next ones. */
  @AfterEach
  void bringJobsBack() {
    if (Flink.of(hub).liveJobs().isEmpty()) {
      hub.weir("flink", "submit", "all").succeeded();
    }
  }

  @Test
  @DisplayName("flink list shows both jobs; flink savepoint prints a path, and the job goes on")
  void listsAndTakesSavepoints() {
    // Runs that have ended are listed, too.
    List<String> states = new ArrayList<>();
    String listed = hub.weir("flink", "list", "-o", "json").succeeded().stdout();
    for (JsonNode job : Json.parse(listed).path("jobs")) {
      states.add(job.path("name").asText() + " " + job.path("state").asText());
    }
    assertThat(states).containsOnlyOnce(DEVICES + " RUNNING", ROUTING + " RUNNING");
    Map<String, String> before = Flink.of(hub).runningJobs();

    String path = hub.weir("flink", "savepoint", "devices").succeeded().stdout().strip();

    assertThat(local(path).resolve("_metadata")).isRegularFile();
    assertThat(Flink.of(hub).runningJobs()).isEqualTo(before);
  }

  @Test
  @DisplayName("flink cancel, then flink submit: one run of each job, and no message is lost")
  void cancelsAndSubmits() throws Exception {
    try (Fleet fleet = Fleet.start(hub, "flink-cancel", FLEET)) {
      fleet.awaitProgress(10);
      hub.weir("flink", "cancel", "routing").succeeded();
      fleet.awaitProgress(20);
      assertThat(Flink.of(hub).liveJobs()).containsExactlyInAnyOrder(DEVICES, ENDPOINTS);

      hub.weir("flink", "submit", "routing").succeeded();

      assertThat(Flink.of(hub).liveJobs()).containsExactlyInAnyOrder(DEVICES, ROUTING, ENDPOINTS);
      CommandResult again = hub.weir("flink", "submit", "all");
      assertThat(again.exitCode()).isEqualTo(1);
      assertThat(again.stderr()).contains("runs already");
      fleet.awaitProgress(20);
      assertThat(Flink.of(hub).liveJobs()).containsExactlyInAnyOrder(DEVICES, ROUTING, ENDPOINTS);
      fleet.assertComplete(fleet.finish(), EVENTS);
    }
  }

  @Test
  @DisplayName(
      "the jobs move to a cluster that up did not start, and back, and lose no message; an import"
          + " goes on through an outage that is longer than the hub waits for an answer")
  void movesToAnotherCluster() throws Exception {
    try (SecondFlink second = SecondFlink.start(hub);
        Fleet fleet = Fleet.start(hub, "flink-moves", FLEET)) {
      fleet.awaitProgress(10);
      second.awaitSlots();
      CommandResult twice = hub.weir("flink", "submit", "all", "--cluster", second.url());
      assertThat(twice.exitCode()).isEqualTo(1);
      assertThat(twice.stderr()).contains("the local hub runs devices, routing, endpoints itself");

      Device waiting = new ServiceApi(hub).createDevice("flink-waiting");
      try (ImportedLot lot = ImportedLot.begin(hub, files, "flink-outage", 2_500)) {
        String devices = stop("devices");
        Instant stopped = Instant.now();
        lot.assertUnderWay();
        String routing = stop("routing");
        String endpoints = stop("endpoints");
        assertThat(Flink.of(hub).liveJobs()).isEmpty();
        // The log's rules 6: neither CONNACK nor PUBACK waits for a job.
        sendOne(waiting);
        runWithFlinksOwnClient(second, routing);
        assertThat(new EventMonitor(hub).first(1, waiting.id())).hasSize(1);
        Awaitility.await("the longest that the hub waits is over")
            .atMost(LIMIT)
            .until(() -> Instant.now().isAfter(stopped.plus(LONGEST_ANSWER).plusSeconds(3)));
        hub.weir("flink", "submit", "devices", "--from", devices, "--cluster", second.url())
            .succeeded();
        Awaitility.await("both jobs run on the second cluster")
            .atMost(LIMIT)
            .until(() -> second.runningJobs().keySet().size() == 2);
        // Decided there by the devices job, and routed there by the routing job.
        Device moved = new ServiceApi(hub).createDevice("flink-moved");
        sendOne(moved);
        assertThat(new EventMonitor(hub).first(1, moved.id())).hasSize(1);
        lot.assertComplete();
        assertThat(Flink.of(hub).liveJobs()).as("the hub leaves stopped jobs alone").isEmpty();

        String devicesBack = stop("devices", "--cluster", second.url());
        String routingBack = stop("routing", "--cluster", second.url());
        hub.weir("flink", "submit", "devices", "--from", devicesBack).succeeded();
        hub.weir("flink", "submit", "routing", "--from", routingBack).succeeded();
        hub.weir("flink", "submit", "endpoints", "--from", endpoints).succeeded();
      }
      assertThat(Flink.of(hub).liveJobs()).containsExactlyInAnyOrder(DEVICES, ROUTING, ENDPOINTS);
      fleet.awaitProgress(20);
      fleet.assertComplete(fleet.finish(), EVENTS);
    }
    assertThat(new ServiceApi(hub).createDevice("flink-back").id()).isEqualTo("flink-back");
  }

  private void sendOne(Device device) throws IOException {
    try (MqttSocket connection = MqttSocket.connected(hub, Trust.inHub(hub), device)) {
      connection.publishAndWait(MqttSocket.eventsTopic(device.id()), BODY);
    }
  }

  private void runWithFlinksOwnClient(SecondFlink second, String savepoint) {
    second
        .flink(
            "run",
            "-d",
            "-m",
            second.url().replace("http://", ""),
            "-s",
            savepoint,
            "-c",
            "io.weir.jobs.routing.RoutingJob",
            Hub.repository().resolve("stream-jobs/target/weir-jobs.jar").toString(),
            "--hub",
            Hub.NAME,
            "--kafka",
            hub.kafka(),
            "--cassandra",
            hub.cassandra(),
            "--datacenter",
            "datacenter1")
        .succeeded();
  }

  /** Stops a job with a savepoint; returns its path. */
  private String stop(String job, String... more) {
    String[] arguments = new String[4 + more.length];
    System.arraycopy(new String[] {"flink", "savepoint", "--stop", job}, 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return hub.weir(arguments).succeeded().stdout().strip();
  }

  private static Path local(String path) {
    assertThat(path).startsWith("file:/");
    return Path.of(path.substring("file:".length()));
  }
}
