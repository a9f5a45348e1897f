package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.acceptance.TwinWriter.Span;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir device-identity import} and {@code export}, and bulk requests. */
@HubTest
@Order(64)
class IdentityFilesTest {
  private static final String KEY = Sas.newKey();

  private final Hub hub = Hub.shared();
  private final ServiceApi api = new ServiceApi(hub);

  @TempDir private Path files;

  @Test
  @DisplayName("REG-05 REG-06: each import mode does what it says, with and without a device")
  void modes() throws IOException {
    for (String id : List.of("update", "both", "match", "twin", "gone", "kept")) {
      api.createDevice("mode-" + id);
    }
    String etag = device("mode-match").path("etag").asText();
    Path file =
        lines(
            line("mode-new", "create", "\"tags\":{\"a\":1}"),
            line("mode-update", "create", "\"tags\":{\"a\":1}"),
            line("mode-update", "update", "\"status\":\"disabled\",\"statusReason\":\"sold\""),
            line("mode-nobody", "update", "\"status\":\"disabled\""),
            line("mode-both", "createOrUpdate", "\"status\":\"disabled\""),
            line("mode-both-new", "createOrUpdate", "\"status\":\"disabled\""),
            line("mode-match", "updateIfMatchETag", "\"eTag\":\"stale\",\"status\":\"disabled\""),
            line(
                "mode-match",
                "updateIfMatchETag",
                "\"eTag\":\"" + etag + "\",\"statusReason\":\"matched\""),
            line("mode-match", "createOrUpdateIfMatchETag", "\"eTag\":\"" + etag + "\""),
            line("mode-match-new", "createOrUpdateIfMatchETag", "\"eTag\":\"any\""),
            line("mode-twin", "updateTwin", "\"tags\":{\"a\":1},\"status\":\"disabled\""),
            line(
                "mode-twin",
                "updateTwinIfMatchETag",
                "\"twinETag\":\"AAAAAAAAAAE=\",\"tags\":{\"a\":2}"),
            line(
                "mode-twin",
                "updateTwinIfMatchETag",
                "\"twinETag\":\"AAAAAAAAAAI=\",\"tags\":{\"b\":2}"),
            line("mode-nobody", "updateTwin", "\"tags\":{\"a\":1}"),
            line("mode-gone", "delete", "\"eTag\":\"stale\""),
            line("mode-nobody", "delete", "\"eTag\":\"stale\""),
            line("mode-kept", "deleteIfMatchETag", "\"eTag\":\"stale\""));

    CommandResult result = identity("import", file.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(failures(result))
        .containsExactly(
            "2: mode-update: DeviceAlreadyExists",
            "4: mode-nobody: DeviceNotFound",
            "7: mode-match: PreconditionFailed",
            "9: mode-match: PreconditionFailed",
            "12: mode-twin: PreconditionFailed",
            "14: mode-nobody: DeviceNotFound",
            "16: mode-nobody: DeviceNotFound",
            "17: mode-kept: PreconditionFailed");
    assertThat(result.stdout().strip()).isEqualTo("9 lines imported, 8 failed");
    assertThat(twin("mode-new").path("tags").toString()).isEqualTo("{\"a\":1}");
    assertThat(device("mode-update").path("statusReason").asText()).isEqualTo("sold");
    assertThat(device("mode-both").path("status").asText()).isEqualTo("disabled");
    assertThat(device("mode-both-new").path("status").asText()).isEqualTo("disabled");
    assertThat(device("mode-match").path("statusReason").asText()).isEqualTo("matched");
    assertThat(device("mode-match-new").path("status").asText()).isEqualTo("enabled");
    assertThat(device("mode-twin").path("status").asText()).isEqualTo("enabled");
    assertThat(twin("mode-twin").path("tags").toString()).isEqualTo("{\"a\":1,\"b\":2}");
    assertThat(status("mode-gone")).isEqualTo(404);
    assertThat(status("mode-kept")).isEqualTo(200);
  }

  @Test
  @DisplayName("REST-05 LIM-09: a bulk request takes 100 lines, each once; none of a refused one")
  void bulkRequests() {
    assertThat(bulk(many(100)).statusCode()).isEqualTo(200);
    HttpResponse<String> tooMany = bulk(many(101));
    assertThat(tooMany.statusCode()).isEqualTo(413);
    assertThat(tooMany.headers().firstValue("iothub-errorcode")).contains("TooManyDevices");
    HttpResponse<String> twice =
        bulk("[" + line("bulk-twice", "create", "") + "," + line("bulk-twice", "delete", "") + "]");
    assertThat(twice.statusCode()).isEqualTo(400);
    assertThat(twice.headers().firstValue("iothub-errorcode"))
        .contains("DeviceDefinedMultipleTimes");
    for (String body :
        List.of("", "{}", "[]", "[1]", "[{\"id\":\"bulk-x\",\"importMode\":\"?\"}]")) {
      assertThat(bulk(body).statusCode()).as(body).isEqualTo(400);
    }
    assertThat(status("bulk-twice")).isEqualTo(404);
    assertThat(status("bulk-x")).isEqualTo(404);
    JsonNode error =
        Json.parse(bulk("[" + line("bulk-0", "create", "") + "]").body()).path("errors").path(0);
    assertThat(error.path("deviceId").asText()).isEqualTo("bulk-0");
    assertThat(error.path("errorCode").asText()).isEqualTo("DeviceAlreadyExists");
    assertThat(error.path("operation").asText()).isEqualTo("create");
  }

  @Test
  @DisplayName("a line that cannot be read is told by its number, the others go on")
  void malformedLines() throws IOException {
    Path file = files.resolve("windows.jsonl");
    Files.writeString(
        file,
        String.join(
            "\r\n",
            "\uFEFF" + line("bad-0", "create", ""),
            "{\"id\":\"bad-1\"",
            "",
            line("bad-2", "explode", ""),
            "[1]",
            "{\"importMode\":\"create\"}",
            line("bad-3", "create", "\"tags\":{\"a.b\":1}"),
            line("bad \u001b[31m", "create", ""),
            line(
                "bad-4",
                "create",
                "\"authentication\":{\"type\":\"sas\",\"symmetricKey\":"
                    + "{\"primaryKey\":\""
                    + KEY
                    + "\"}}"),
            line("bad-5", "create", "") + "\r\n"));

    CommandResult result = identity("import", file.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stdout().strip()).isEqualTo("2 lines imported, 7 failed");
    assertThat(result.stderr().lines().filter(text -> text.startsWith("line ")))
        .extracting(text -> text.substring(0, text.indexOf(':')))
        .containsExactlyInAnyOrder(
            "line 2", "line 4", "line 5", "line 6", "line 7", "line 8", "line 9");
    assertThat(result.stderr()).doesNotContain("\u001b").doesNotContain(KEY);
    assertThat(status("bad-0")).isEqualTo(200);
    assertThat(status("bad-5")).isEqualTo(200);
    assertThat(status("bad-3")).isEqualTo(404);
    assertThat(files.resolve("windows.jsonl.weir-import")).doesNotExist();

    Path empty = Files.createFile(files.resolve("empty"));
    assertThat(identity("import", empty.toString()).succeeded().stdout().strip())
        .isEqualTo("0 lines imported, 0 failed");
    CommandResult missing = identity("import", files.resolve("missing").toString());
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.stderr()).startsWith("weir: there is no file ");
  }

  @Test
  @DisplayName("IMEX-02: what was exported and deleted is as it was when it is imported, keys too")
  void roundTrip() throws IOException {
    Path before =
        lines(
            line(
                "trip-keys",
                "create",
                "\"status\":\"disabled\",\"statusReason\":\"w\u00e4rm\",\"tags\":{\"n\":1.10},"
                    + "\"properties\":{\"desired\":{\"a\":{\"b\":[1,\"x\",{}]}}}"),
            line(
                "trip-cert",
                "create",
                "\"authentication\":{\"type\":\"selfSigned\",\"x509Thumbprint\":"
                    + "{\"primaryThumbprint\":\""
                    + "A1".repeat(20)
                    + "\"}}"),
            "{\"id\":\"trip-keys\",\"moduleId\":\"m\",\"managedBy\":\"me\",\"tags\":{\"m\":true}}");
    identity("import", before.toString()).succeeded();
    Path file = files.resolve("all.jsonl");
    Files.writeString(file, "what was there before\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Path elsewhere = Files.createFile(files.resolve("elsewhere"));
    Path part = Files.createSymbolicLink(files.resolve("all.jsonl.part"), elsewhere);

    CommandResult exported = identity("export", file.toString()).succeeded();

    assertThat(elsewhere).as("keys go nowhere that somebody else laid out").isEmptyFile();
    assertThat(part).doesNotExist();
    assertThat(exported.stdout()).endsWith(" lines exported\n").doesNotContain("Key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Map<String, JsonNode> first = trip(file);
    assertThat(first).containsOnlyKeys("trip-keys", "trip-cert", "trip-keys/m");
    JsonNode identity = device("trip-keys");
    assertThat(first.get("trip-keys").at("/authentication/symmetricKey/primaryKey"))
        .isEqualTo(identity.at("/authentication/symmetricKey/primaryKey"));
    List<String> kept =
        Files.readAllLines(file).stream().filter(text -> text.contains("\"id\":\"trip-")).toList();
    Files.write(file, kept);
    Path devices = files.resolve("devices.jsonl");
    Files.write(devices, kept.stream().filter(text -> !text.contains("\"moduleId\"")).toList());
    identity("import", devices.toString(), "--mode", "delete").succeeded();
    assertThat(status("trip-cert")).isEqualTo(404);

    identity("import", file.toString()).succeeded();
    Path again = files.resolve("again.jsonl");
    identity("export", again.toString()).succeeded();

    Map<String, JsonNode> second = trip(again);
    assertThat(second.keySet()).isEqualTo(first.keySet());
    first.forEach((id, line) -> assertThat(wanted(second.get(id))).as(id).isEqualTo(wanted(line)));

    assertThat(identity("import", file.toString()).succeeded().stdout().strip())
        .as("what has changed meanwhile is put back")
        .isEqualTo("3 lines imported, 0 failed");
    Path without = files.resolve("without.jsonl");
    identity("export", without.toString(), "--exclude-keys").succeeded();
    assertThat(Files.readString(without)).contains("trip-keys").doesNotContain("symmetricKey");
  }

  @Test
  @DisplayName("an import and an export that are killed go on where they were; others write on")
  void killed() throws Exception {
    Path file = files.resolve("many.jsonl");
    int count = 2_500;
    Files.write(
        file,
        IntStream.range(0, count)
            .mapToObj(i -> line("kill-" + i, "create", "\"tags\":{\"lot\":\"kill\"}"))
            .toList());
    Path state = files.resolve("many.jsonl.weir-import");
    CommandResult imported;
    String hubId;
    try (TwinWriter storm = TwinWriter.start(hub, "files-storm")) {
      storm.awaitProgress(1);
      List<Span> importing = new ArrayList<>();
      try (StartedCommand stopped = hub.start("device-identity", "import", file.toString())) {
        stopped.awaitFile(state, text -> true);
        long first = System.nanoTime();
        stopped.killWhen(state, text -> !text.contains("\"lines\" : 0"));
        importing.add(new Span(first, System.nanoTime()));
      }
      JsonNode progress = Json.parse(Files.readString(state));
      hubId = progress.path("hub").asText();
      long begun = progress.at("/state/lines").asLong();
      assertThat(begun).isBetween(100L, count - 1L);
      // Those that were under way when it was killed are there already.
      Files.writeString(file, Files.readString(file) + line("kill-last", "create", "") + "\n");
      try (StartedCommand again = hub.start("device-identity", "import", file.toString())) {
        again.awaitOutput(result -> result.stderr().contains("going on after line " + begun));
        long first = System.nanoTime();
        imported = again.ended();
        importing.add(new Span(first, System.nanoTime()));
      }
      storm.finish();
      assertNotHeldUp(storm, importing);
    }
    assertThat(failures(imported)).allMatch(text -> text.endsWith(": DeviceAlreadyExists"));
    assertThat(failures(imported)).hasSizeLessThanOrEqualTo(1_200);
    assertThat(status("kill-last")).isEqualTo(200);
    assertThat(state).doesNotExist();

    Files.writeString(file, "{}\n");
    String one = "{\"lines\":1,\"imported\":1,\"failed\":0,\"checksum\":1}";
    Files.writeString(state, "{\"hub\":\"elsewhere\",\"state\":" + one + "}");
    assertThat(identity("import", file.toString()).stderr()).contains("is of the hub elsewhere");
    Files.writeString(state, "{\"hub\":\"" + hubId + "\",\"state\":" + one + "}");
    CommandResult changed = identity("import", file.toString());
    assertThat(changed.exitCode()).isEqualTo(1);
    assertThat(changed.stderr()).contains("is not what it was").contains("remove ");
    Files.writeString(state, "");
    assertThat(identity("import", file.toString()).stderr()).contains("remove it to begin");

    Path export = files.resolve("killed.jsonl");
    Path progress = files.resolve("killed.jsonl.weir-export");
    try (StartedCommand stopped = hub.start("device-identity", "export", export.toString())) {
      stopped.killWhen(progress, text -> true);
    }
    assertThat(export).as("FILE is there when it is whole").doesNotExist();
    Path part = files.resolve("killed.jsonl.part");
    Files.writeString(part, Files.readString(part) + "{\"id\":\"cut off in the mid");
    try (FileChannel other = FileChannel.open(part, StandardOpenOption.WRITE);
        FileLock lock = other.lock()) {
      CommandResult second = hub.launch("device-identity", "export", export.toString());
      assertThat(lock.isValid()).isTrue();
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.stderr()).startsWith("weir: another export is writing ");
    }
    CommandResult exported = identity("export", export.toString()).succeeded();
    assertThat(exported.stderr()).contains("going on after ");
    assertThat(part).doesNotExist();
    assertThat(progress).doesNotExist();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(export)))
        .isEqualTo("rw-------");
    List<String> ids = new ArrayList<>();
    for (String text : Files.readAllLines(export)) {
      JsonNode line = Json.parse(text);
      ids.add(line.path("id").asText() + "/" + line.path("moduleId").asText());
    }
    assertThat(exported.stdout().strip()).isEqualTo(ids.size() + " lines exported");
    assertThat(ids)
        .doesNotHaveDuplicates()
        .containsAll(IntStream.range(0, count).mapToObj(i -> "kill-" + i + "/").toList());
  }

  @Test
  @DisplayName("REST-19 REST-20: statistics count enabled, disabled and connected devices")
  void statistics() throws Exception {
    ServiceApi.Device connected = api.createDevice("counted-on");
    api.createDevice("counted-off");
    api.setStatus("counted-off", "disabled");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              JsonNode now = json("/statistics/devices");
              int enabled = now.path("enabledDeviceCount").asInt();
              int disabled = now.path("disabledDeviceCount").asInt();
              assertThat(enabled).isEqualTo(count("status = 'enabled'"));
              assertThat(disabled).isPositive().isEqualTo(count("status = 'disabled'"));
              assertThat(now.path("totalDeviceCount").asInt()).isEqualTo(enabled + disabled);
            });
    try (MqttSocket socket = MqttSocket.connected(hub, Trust.inHub(hub), connected)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(json("/statistics/service").path("connectedDeviceCount").asInt())
                      .isPositive()
                      .isEqualTo(count("connectionState = 'Connected'")));
      assertThat(socket).isNotNull();
    }
  }

  private int count(String condition) {
    ObjectNode query =
        Json.object().put("query", "SELECT COUNT() AS n FROM devices WHERE " + condition);
    return Json.parse(api.send("POST", "/devices/query", query.toString(), Map.of()).body())
        .path(0)
        .path("n")
        .asInt();
  }

  /** Each write beside the import was answered, many while it ran, and soon. */
  private static void assertNotHeldUp(TwinWriter storm, List<Span> importing) {
    assertThat(storm.unanswered()).as("writes without a 200 or 204").isZero();
    assertThat(storm.promisedWithin(importing)).isGreaterThanOrEqualTo(50);
    assertThat(storm.medianWithin(importing)).isLessThan(Duration.ofSeconds(2));
  }

  private CommandResult identity(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "device-identity";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return hub.weir(all);
  }

  /** {@code NUMBER: DEVICE: CODE} of each line that failed. */
  private static List<String> failures(CommandResult result) {
    return result
        .stderr()
        .lines()
        .filter(text -> text.startsWith("line "))
        .map(text -> text.substring(5).replaceFirst("^([^:]*: [^:]*: [^:]*):.*", "$1"))
        .toList();
  }

  private static String line(String id, String mode, String rest) {
    return "{\"id\":\""
        + id.replace("\u001b", "\\u001b")
        + "\",\"importMode\":\""
        + mode
        + "\""
        + (rest.isEmpty() ? "" : "," + rest)
        + "}";
  }

  private Path lines(String... lines) throws IOException {
    return Files.write(files.resolve("lines.jsonl"), List.of(lines));
  }

  private static String many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> line("bulk-" + i, "createOrUpdate", ""))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private HttpResponse<String> bulk(String body) {
    return api.send("POST", "/devices", body, Map.of());
  }

  private static Map<String, JsonNode> trip(Path file) throws IOException {
    Map<String, JsonNode> lines = new TreeMap<>();
    for (String text : Files.readAllLines(file)) {
      JsonNode line = Json.parse(text);
      if (line.path("id").asText().startsWith("trip-")) {
        String module = line.has("moduleId") ? "/" + line.path("moduleId").asText() : "";
        lines.put(line.path("id").asText() + module, line);
      }
    }
    return lines;
  }

  /** What an import makes, without what says when it did. */
  private static JsonNode wanted(JsonNode line) {
    ObjectNode wanted = line.deepCopy();
    wanted.remove(List.of("eTag", "twinETag"));
    ((ObjectNode) wanted.at("/properties/desired")).remove(List.of("$metadata", "$version"));
    ((ObjectNode) wanted.at("/properties/reported")).remove(List.of("$metadata", "$version"));
    return wanted;
  }

  private JsonNode device(String id) {
    return json("/devices/" + id);
  }

  private JsonNode twin(String id) {
    return json("/twins/" + id);
  }

  private JsonNode json(String path) {
    return Json.parse(api.send("GET", path, null, Map.of()).body());
  }

  private int status(String id) {
    return api.send("GET", ServiceApi.path(id), null, Map.of()).statusCode();
  }
}
