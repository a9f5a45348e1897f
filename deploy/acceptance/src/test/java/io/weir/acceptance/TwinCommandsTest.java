package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir device-twin} as its user runs it. */
@HubTest
@Order(63)
class TwinCommandsTest {
  private static final int BULK = 100;

  private final Hub hub = Hub.shared();
  private final ServiceApi api = new ServiceApi(hub);

  @TempDir private Path files;

  @Test
  @DisplayName("REST-10..15: a twin is shown, patched and replaced; a stale etag changes nothing")
  void oneTwin() throws IOException {
    api.createDevice("cli-twin");
    api.send(
        "PUT",
        "/devices/cli-twin/modules/m",
        "{\"deviceId\":\"cli-twin\",\"moduleId\":\"m\"}",
        Map.of());
    Path patch = file("patch.json", "\uFEFF{\"tags\":{\"price\":1.10},\r\n \"version\":7}\r\n");

    JsonNode patched = json(twin("update", "-d", "cli-twin", "--patch", patch.toString()));
    assertThat(patched.at("/tags/price").asText()).isEqualTo("1.1");
    assertThat(patched.path("version").asInt()).isEqualTo(3);
    CommandResult shown = twin("show", "-d", "cli-twin", "-o", "json");
    assertThat(shown.stdout()).contains("1.10");
    assertThat(json(shown).path("version").asInt()).isEqualTo(3);
    assertThat(shown.stdout()).doesNotContain("primaryKey");

    CommandResult stale =
        twin("update", "-d", "cli-twin", "--tags", "{\"price\":2}", "-e", "AAAAAAAAAAE=");
    assertFailed(stale, "weir: somebody changed it meanwhile (412");
    String etag = patched.path("etag").asText();
    JsonNode replaced =
        json(twin("replace", "-d", "cli-twin", "--json", "{\"tags\":{\"new\":1}}", "-e", etag));
    assertThat(replaced.path("tags").toString()).isEqualTo("{\"new\":1}");

    JsonNode module =
        json(twin("update", "-d", "cli-twin", "-m", "m", "--desired", "{\"speed\":3}"));
    assertThat(module.at("/properties/desired/speed").asInt()).isEqualTo(3);
    assertThat(json(twin("show", "-d", "cli-twin", "-m", "m")).path("moduleId").asText())
        .isEqualTo("m");
  }

  @Test
  @DisplayName("what cannot be done: exit code 1, one sentence on stderr, nothing on stdout")
  void failures() throws IOException {
    api.createDevice("cli-refused");
    Path broken = file("broken.json", "{\n  \"tags\": {\"a\": 1,}\n}\n");
    Path half = file("half.json", "");

    assertFailed(twin("show", "-d", "cli-nobody"), "weir: DeviceNotFound");
    assertFailed(twin("show", "-d", "cli-refused", "-m", "no"), "weir: ModuleNotFound");
    assertFailed(
        twin("update", "-d", "cli-refused", "--patch", broken.toString()),
        "weir: --patch: JSON: ",
        "line 2, column ");
    assertFailed(
        twin("replace", "-d", "cli-refused", "--json", half.toString()),
        "weir: --json: JSON: empty");
    assertFailed(
        twin("update", "-d", "cli-refused", "--tags", "{\"a.b\":1}"), "weir: ArgumentInvalid");
    assertThat(version("cli-refused")).isEqualTo(2);
  }

  @Test
  @DisplayName("QRY-12: a mistake in a query is shown at its place; EXPLAIN tells the plan")
  void queries() {
    CommandResult wrong = twin("query", "SELECT * FROM devices WHERE tags.a == 1");
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.stdout()).isEmpty();
    List<String> lines = wrong.stderr().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("weir: ").contains("line 1, column ");
    assertThat(lines.get(1)).isEqualTo("SELECT * FROM devices WHERE tags.a == 1");
    assertThat(lines.get(2)).matches(" {30,}\\^+");

    assertThat(
            twin("query", "EXPLAIN SELECT deviceId FROM devices WHERE tags.a = 1")
                .succeeded()
                .stdout())
        .contains("look up");
  }

  @Test
  @DisplayName("REST-59: a query's pages come as one answer; --top ends it")
  void pages() {
    createMany("cli-page-", 600, "\"tags\":{\"lot\":\"paged\"}");
    String query = "SELECT deviceId, tags.lot FROM devices WHERE tags.lot = 'paged'";

    List<String> rows = twin("query", query, "-o", "json").succeeded().lines();

    assertThat(rows).hasSize(600).doesNotHaveDuplicates();
    assertThat(Json.parse(rows.get(0)).path("lot").asText()).isEqualTo("paged");
    List<String> some = twin("query", query, "--top", "3").succeeded().lines();
    assertThat(some).hasSize(3).allMatch(line -> line.matches("deviceId=cli-page-\\d+  lot=paged"));
  }

  @Test
  @DisplayName("update --query: killed and given again, it patches each twin once; failures count")
  void bulk() throws IOException {
    createMany("cli-bulk-", 800, "\"tags\":{\"lot\":\"bulk\"}");
    // One whose tags the patch makes too large (TWIN-07).
    StringBuilder large = new StringBuilder("{\"tags\":{\"lot\":\"bulk\"");
    for (char key : "ab".toCharArray()) {
      large.append(",\"").append(key).append("\":\"").append("x".repeat(4_000)).append('"');
    }
    api.createDevice("cli-bulk-full");
    assertThat(
            api.send("PATCH", "/twins/cli-bulk-full", large.append("}}").toString(), Map.of())
                .statusCode())
        .isEqualTo(200);
    Path patch = file("bulk.json", "{\"tags\":{\"done\":\"" + "y".repeat(300) + "\"}}");
    Path state = files.resolve("bulk.state");
    String[] update = {
      "device-twin",
      "update",
      "--query",
      "tags.lot = 'bulk'",
      "--patch",
      patch.toString(),
      "--state",
      state.toString()
    };
    String[] rehearsal =
        IntStream.range(0, 7).mapToObj(i -> i < 6 ? update[i] : "--dry-run").toArray(String[]::new);

    assertThat(hub.weir(rehearsal).succeeded().stdout().strip())
        .isEqualTo("801 twins would be changed");
    assertThat(version("cli-bulk-7")).isEqualTo(3);
    assertThat(state).doesNotExist();

    try (StartedCommand stopped = hub.start(update)) {
      stopped.killWhen(
          state, text -> text.contains("\"changed\"") && !text.contains("changed\" : 0"));
    }
    JsonNode progress = Json.parse(Files.readString(state)).path("state");
    assertThat(progress.path("changed").asInt()).isBetween(1, 799);
    CommandResult rest = hub.weir(update);

    assertThat(rest.exitCode()).isEqualTo(1);
    assertThat(rest.stdout().strip()).isEqualTo("800 twins changed, 1 failed");
    assertThat(rest.stderr()).contains("going on after ").contains(" twins changed");
    if (progress.path("failed").asInt() == 0) {
      assertThat(rest.stderr()).contains("cli-bulk-full: ArgumentInvalid: ");
    }
    assertThat(state).doesNotExist();
    List<String> versions =
        twin(
                "query",
                "SELECT version, COUNT() AS n FROM devices"
                    + " WHERE tags.lot = 'bulk' AND IS_DEFINED(tags.done) GROUP BY version",
                "-o",
                "json")
            .succeeded()
            .lines();
    assertThat(versions).hasSize(1);
    assertThat(Json.parse(versions.get(0)).path("version").asInt()).isEqualTo(4);
    assertThat(Json.parse(versions.get(0)).path("n").asInt()).isEqualTo(800);
  }

  @Test
  @DisplayName("watch: changes are shown as they happen, until it is told to stop")
  void watch() throws IOException {
    api.createDevice("cli-watched");
    try (StartedCommand watch =
        hub.start("device-twin", "watch", "-d", "cli-watched", "-o", "json")) {
      watch.awaitOutput(seen -> seen.stderr().contains("watching"));
      api.createDevice("cli-unwatched");
      for (String id : List.of("cli-unwatched", "cli-watched")) {
        assertThat(api.send("PATCH", "/twins/" + id, "{\"tags\":{\"n\":1}}", Map.of()).statusCode())
            .isEqualTo(200);
      }
      watch.awaitOutput(seen -> seen.stdout().endsWith("\n"));

      CommandResult result = watch.terminate();

      assertThat(result.exitCode()).as("ended by the signal").isEqualTo(143);
      assertThat(result.stderr().strip()).isEqualTo("watching");
      assertThat(result.lines()).hasSize(1);
      JsonNode change = Json.parse(result.lines().get(0));
      assertThat(change.path("deviceId").asText()).isEqualTo("cli-watched");
      assertThat(change.at("/body/tags/n").asInt()).isEqualTo(1);
    }
    CommandResult over = twin("watch", "-d", "cli-watched", "--timeout", "1", "--max-events", "5");
    assertThat(over.exitCode()).isEqualTo(3);
    assertThat(over.stdout()).isEmpty();
  }

  private CommandResult twin(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "device-twin";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return hub.weir(all);
  }

  private static JsonNode json(CommandResult result) {
    return Json.parse(result.succeeded().stdout());
  }

  private static void assertFailed(CommandResult result, String... said) {
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr().strip().lines()).hasSize(1);
    assertThat(result.stderr()).startsWith(said[0]).contains(said);
  }

  private int version(String deviceId) {
    HttpResponse<String> answer = api.send("GET", "/twins/" + deviceId, null, Map.of());
    return Json.parse(answer.body()).path("version").asInt();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(files.resolve(name), text);
  }

  private void createMany(String prefix, int count, String rest) {
    for (int from = 0; from < count; from += BULK) {
      String lines =
          IntStream.range(from, from + BULK)
              .mapToObj(i -> "{\"id\":\"" + prefix + i + "\"," + rest + "}")
              .collect(Collectors.joining(",", "[", "]"));
      HttpResponse<String> answer = api.send("POST", "/devices", lines, Map.of());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }
}
