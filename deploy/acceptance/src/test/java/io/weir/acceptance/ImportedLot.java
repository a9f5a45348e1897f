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

/** Devices that {@code weir device-identity import} creates from a file; their tags say which. */
final class ImportedLot implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final ServiceApi api;
  private final String lot;
  private final int count;
  private final Path progress;
  private final StartedCommand importing;

  private ImportedLot(
      ServiceApi api, String lot, int count, Path progress, StartedCommand importing) {
    this.api = api;
    this.lot = lot;
    this.count = count;
    this.progress = progress;
    this.importing = importing;
  }

  /**
   * Begins the import, and waits until the first devices are in.
   *
   * @param folder where the file is made
   * @param lot what the devices' ids begin with
   * @param count of the devices
   */
  static ImportedLot begin(Hub hub, Path folder, String lot, int count) throws IOException {
    Path file = lines(folder, lot, count);
    Path progress = folder.resolve(file.getFileName() + ".weir-import");
    StartedCommand importing = hub.start("device-identity", "import", file.toString());
    importing.awaitFile(progress, text -> !text.contains("\"lines\" : 0"));
    return new ImportedLot(new ServiceApi(hub), lot, count, progress, importing);
  }

  /** Nothing of the lines says that the device must not be there: one may be sent twice. */
  private static Path lines(Path folder, String lot, int count) throws IOException {
    return Files.write(
        folder.resolve(lot + ".jsonl"),
        IntStream.range(0, count)
            .mapToObj(i -> "{'id':'%s-%d','tags':{'lot':'%s','n':%d}}".formatted(lot, i, lot, i))
            .map(line -> line.replace('\'', '"'))
            .toList());
  }

  /** Asserts that there are many lines before this moment and many after it. */
  void assertUnderWay() throws IOException {
    assertThat(Json.parse(Files.readString(progress)).at("/state/lines").asInt())
        .as("lines of %s up to now", lot)
        .isBetween(100, count - 100);
  }

  /** Waits for the end of the import; all of its devices are there. */
  void assertComplete() {
    CommandResult imported = importing.ended(LIMIT).succeeded();
    assertThat(imported.stdout().strip()).isEqualTo(count + " lines imported, 0 failed");
    assertThat(imported.stderr()).doesNotContain("line ");
    assertThat(progress).doesNotExist();
    assertThat(found())
        .isEqualTo(
            IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(i -> lot + "-" + i, Function.identity())));
  }

  /** The devices whose tags say that they are of the lot, and their numbers. */
  private Map<String, Integer> found() {
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

  @Override
  public void close() throws IOException {
    importing.close();
  }
}
