package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The devices job's state is lost altogether, and made anew of Cassandra. */
@HubTest
@ResourceLock(Hub.LOCK)
@ResourceLock(Rules.LOCK)
@Order(95)
class TwinRebuildTest {
  private final Hub hub = Hub.shared();
  private final ServiceApi api = new ServiceApi(hub);

  @Test
  @DisplayName(
      "The log's rules 10, TWIN-04: written until the job ends, and on: versions, etags and rules go"
          + " on as if nothing had been lost; what was promised is there")
  void rebuildsUnderLoad() throws Exception {
    createRebuilt();
    JsonNode device = get("/devices/rebuilt");
    JsonNode twin = get("/twins/rebuilt");
    long rules = get("/weir/rules").path("version").asLong();

    try (TwinWriter writers = TwinWriter.start(hub, "rebuilt-load")) {
      writers.awaitProgress(50);
      awaitNothingOlder();
      hub.weir("flink", "cancel", "devices").succeeded();
      CommandResult needless = hub.weir("flink", "submit", "devices", "--rebuild");
      assertThat(needless.exitCode()).isEqualTo(1);
      assertThat(needless.stderr()).contains("can go on from");
      loseCheckpoints();
      CommandResult refused = hub.weir("flink", "submit", "devices");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.stderr()).contains("--rebuild");
      hub.weir("flink", "submit", "devices", "--rebuild").succeeded();

      assertGoesOn(device, twin, rules);
      writers.awaitProgress(20);
      assertThat(writers.finishRebuilt())
          .as("commands behind the last checkpoint were decided already: these twins are told anew")
          .isNotEmpty();
    }
    assertThat(hub.weir("doctor", "twins").succeeded().stdout()).contains(" 0 differ");
  }

  private void createRebuilt() {
    api.createDevice("rebuilt");
    api.createModule("rebuilt", "m");
    for (int i = 0; i < 5; i++) {
      patch("/twins/rebuilt", "{\"tags\":{\"i\":" + i + "}}");
      patch("/twins/rebuilt/modules/m", "{\"properties\":{\"desired\":{\"i\":" + i + "}}}");
    }
  }

  /** The device that nobody wrote to meanwhile, its module, and the rules. */
  private void assertGoesOn(JsonNode device, JsonNode twin, long rules) {
    assertThat(get("/devices/rebuilt").get("etag")).isEqualTo(device.get("etag"));
    assertThat(get("/twins/rebuilt").get("version")).isEqualTo(twin.get("version"));
    assertThat(patch("/twins/rebuilt", "{\"tags\":{\"i\":9}}").path("version").asLong())
        .isEqualTo(twin.path("version").asLong() + 1);
    assertThat(patch("/twins/rebuilt/modules/m", "{\"tags\":{\"i\":9}}").path("version").asLong())
        .isEqualTo(8);
    Rules.apply(hub, "rebuilt.weir", "fallback on\n");
    assertThat(get("/weir/rules").path("version").asLong()).isEqualTo(rules + 1);
  }

  /** The job has a checkpoint of its own, so that the savepoint which it began with is gone. */
  private void awaitNothingOlder() {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                devicesJob().path("hasState").asBoolean()
                    && devicesJob().path("startedFrom").asText().isEmpty());
  }

  /** What the hub has written down of the job. */
  private JsonNode devicesJob() throws IOException {
    return Json.parse(Files.readString(hub.dataDirectory().resolve("jobs.json")))
        .at("/jobs/devices");
  }

  /** The last run of the job never had a checkpoint, for all that is left of it. */
  private void loseCheckpoints() throws IOException {
    Path flink = hub.dataDirectory().resolve("flink");
    String run = devicesJob().path("jobId").asText();
    try (Stream<Path> found = Files.walk(flink)) {
      List<Path> lost = found.filter(path -> path.getFileName().toString().equals(run)).toList();
      assertThat(lost).isNotEmpty();
      for (Path directory : lost) {
        try (Stream<Path> files = Files.walk(directory)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }

  private JsonNode patch(String path, String body) {
    var answer = api.send("PATCH", path, body, Map.of());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  private JsonNode get(String path) {
    return Json.parse(api.send("GET", path, null, Map.of()).body());
  }
}
