package io.weir.local.bench;

import io.weir.device.twin.IndexTerms;
import io.weir.device.twin.IndexedPaths;
import io.weir.device.twin.TwinJson;
import io.weir.local.CommandFailure;
import io.weir.local.client.HubClient;
import io.weir.local.hub.HubState;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * {@code twin-query}: first pages of queries, and an aggregate over all, with ever more twins that
 * the hub's own import has loaded; the floor is the page of one index term with the plain driver.
 */
final class TwinQueryBench {
  private static final int PAGE = 100;
  private static final int REPEATS = 200;
  private static final int WARM_UP = 100;
  private static final int SITES = 1_000;
  private static final double IMPORT_HOURS = 2;

  private final int twins;
  private final Consumer<HubState> progress;

  TwinQueryBench(int twins, Consumer<HubState> progress) {
    this.twins = twins;
    this.progress = progress;
  }

  BenchResult run(BenchHub hub) throws Exception {
    hub.up(progress);
    HubClient client = new HubClient(hub.address());
    Map<String, Double> more = new LinkedHashMap<>();
    Map<String, String> queries = new LinkedHashMap<>();
    queries.put("equality", "SELECT * FROM devices WHERE tags.site = 'site-7'");
    queries.put("range", "SELECT * FROM devices WHERE properties.desired.limit > 90");
    queries.put("narrowRange", "SELECT * FROM devices WHERE properties.desired.limit > 99.8");
    queries.put(
        "conjunction", "SELECT * FROM devices WHERE tags.site = 'site-7' AND tags.floor = 7");
    queries.put(
        "residual",
        "SELECT * FROM devices WHERE tags.site = 'site-7' AND CONTAINS(tags.serial, '7')");
    Histogram equality = new Histogram(3);
    int there = 0;
    double seconds = 0;
    for (int size : sizes()) {
      seconds += importTwins(hub, there, size);
      there = size;
      for (Map.Entry<String, String> query : queries.entrySet()) {
        Histogram found =
            measure(number -> client.query(query.getValue(), PAGE, Optional.empty(), null));
        more.put(query.getKey() + "P50At" + size, millis(found, 50));
        more.put(query.getKey() + "P99At" + size, millis(found, 99));
        if (query.getKey().equals("equality")) {
          equality = found;
        }
      }
      more.put("countSecondsAt" + size, count(client, size));
    }
    more.put("importSeconds", seconds);
    more.put("importPerSecond", there / seconds);
    more.put("cassandraMegabytes", megabytes(hub.data().cassandra()));
    more.put("flinkMegabytes", megabytes(hub.data().flink()));
    more.put("kafkaMegabytes", megabytes(hub.data().kafka()));
    try (BenchStore store = BenchStore.open(hub.config())) {
      String term =
          new IndexTerms(IndexedPaths.DEFAULT)
              .ofService(
                  TwinJson.mapper().createObjectNode().put("site", "site-7"),
                  TwinJson.mapper().createObjectNode())
              .iterator()
              .next();
      Histogram floor = measure(store.pagesOf(term, PAGE));
      return new BenchResult(
          "twin-query",
          millis(equality, 50),
          "ms at p50, first page of an indexed equality, " + there + " twins",
          millis(floor, 50),
          "the same rows by their index term with the plain driver",
          "p50 20 ms; count 45 s with 1,000,000 twins",
          more);
    }
  }

  private List<Integer> sizes() {
    return Stream.concat(Stream.of(10_000, 100_000), Stream.of(twins))
        .filter(size -> size <= twins)
        .distinct()
        .toList();
  }

  private static Histogram measure(Callers.Call call) throws Exception {
    Histogram histogram = new Histogram(3);
    for (int i = 0; i < WARM_UP + REPEATS; i++) {
      long begun = System.nanoTime();
      call.make(i);
      if (i >= WARM_UP) {
        histogram.recordValue((System.nanoTime() - begun) / 1_000);
      }
    }
    return histogram;
  }

  private static double count(HubClient client, int expected) {
    long begun = System.nanoTime();
    var answer =
        client.query(
            "SELECT tags.floor AS floor, COUNT() AS number FROM devices GROUP BY tags.floor",
            1_000,
            Optional.empty(),
            null);
    double seconds = (System.nanoTime() - begun) / 1e9;
    long counted = 0;
    for (var group : answer.items()) {
      counted += group.path("number").asLong();
    }
    if (counted != expected) {
      throw new CommandFailure("counted " + counted + " twins (expected: " + expected + ")");
    }
    return seconds;
  }

  /** As a user imports; returns how many seconds it took. */
  private static double importTwins(BenchHub hub, int from, int to)
      throws IOException, InterruptedException {
    Path file = hub.directory().resolve("twins-" + to + ".ndjson");
    try (BufferedWriter lines = Files.newBufferedWriter(file)) {
      for (int i = from; i < to; i++) {
        lines.write(line(i));
        lines.newLine();
      }
    }
    File log = hub.directory().resolve("import.log").toFile();
    long begun = System.nanoTime();
    Process process =
        hub.command("device-identity", "import", file.toString(), "--mode", "create")
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    try {
      if (!process.waitFor((long) (IMPORT_HOURS * 3_600), TimeUnit.SECONDS)
          || process.exitValue() != 0) {
        throw new CommandFailure("the import failed: " + Files.readString(log.toPath()));
      }
    } finally {
      process.destroyForcibly();
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    Files.delete(file);
    return seconds;
  }

  private static String line(int number) {
    return "{\"id\":\"q-%d\",\"tags\":{\"site\":\"site-%d\",\"floor\":%d,\"serial\":\"SN%08d\"},\"properties\":{\"desired\":{\"limit\":%s,\"mode\":\"%s\"}}}"
        .formatted(
            number,
            number % SITES,
            number / SITES % 50,
            number,
            Double.toString(number % 1_000 / 10.0),
            number % 3 == 0 ? "eco" : "day");
  }

  private static double megabytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(Path::toFile).filter(File::isFile).mapToLong(File::length).sum() / 1e6;
    }
  }

  private static double millis(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1e3;
  }
}
