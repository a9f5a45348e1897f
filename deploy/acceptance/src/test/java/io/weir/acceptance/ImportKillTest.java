package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An import goes on through a failover of the jobs that it waits for. */
@HubTest
@Order(91)
class ImportKillTest {
  private static final int LINES = 2_500;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Hub hub = Hub.shared();
  private final ServiceApi api = new ServiceApi(hub);

  @TempDir private Path files;

  @ParameterizedTest(name = "REG-05 TWIN-02: {0} is killed while an import runs; no line fails")
  @ValueSource(strings = {"taskmanager", "jobmanager"})
  void losesNoLine(String component) throws Exception {
    String lot = "import-" + component;
    Path file = lines(lot);
    Path state = files.resolve(file.getFileName() + ".weir-import");
    ProcessHandle victim = hub.process(component);
    CommandResult imported;
    try (StartedCommand running = hub.start("device-identity", "import", file.toString())) {
      running.awaitFile(state, text -> !text.contains("\"lines\" : 0"));
      assertThat(victim.destroyForcibly()).isTrue();
      assertThat(Json.parse(Files.readString(state)).at("/state/lines").asInt())
          .as("lines before the kill")
          .isBetween(100, LINES - 100);
      imported = running.ended(LIMIT);
    }

    assertThat(imported.succeeded().stdout().strip())
        .isEqualTo(LINES + " lines imported, 0 failed");
    assertThat(imported.stderr()).doesNotContain("line ");
    assertThat(state).doesNotExist();
    hub.awaitReady();
    assertThat(imported(lot)).isEqualTo(expected(lot));
    assertThat(hub.weir("doctor", "twins").succeeded().stdout()).contains(" 0 differ");
  }

  /** Nothing of the lines says that the device must not be there: one may be sent twice. */
  private Path lines(String lot) throws IOException {
    return Files.write(
        files.resolve(lot + ".jsonl"),
        IntStream.range(0, LINES)
            .mapToObj(i -> "{'id':'%s-%d','tags':{'lot':'%s','n':%d}}".formatted(lot, i, lot, i))
            .map(line -> line.replace('\'', '"'))
            .toList());
  }

  private static Map<String, Integer> expected(String lot) {
    return IntStream.range(0, LINES)
        .boxed()
        .collect(Collectors.toMap(i -> lot + "-" + i, Function.identity()));
  }

  /** The devices whose tags say that they are of the lot, and their numbers. */
  private Map<String, Integer> imported(String lot) {
    String query =
        Json.object()
            .put("query", "SELECT * FROM devices WHERE tags.lot = '" + lot + "'")
            .toString();
    Map<String, Integer> found = new HashMap<>();
    Map<String, String> page = new HashMap<>(Map.of("x-ms-max-item-count", "1000"));
    do {
      HttpResponse<String> answer = api.send("POST", "/devices/query", query, page);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      for (JsonNode twin : Json.parse(answer.body())) {
        found.put(twin.path("deviceId").asText(), twin.at("/tags/n").asInt());
      }
      page.put("x-ms-continuation", answer.headers().firstValue("x-ms-continuation").orElse(""));
    } while (!page.get("x-ms-continuation").isEmpty());
    return found;
  }
}
