package io.weir.local.bench;

import io.weir.local.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code start}: the command {@code weir up}, from the shell until a device can connect, on no data
 * and then on what a load of devices has left behind.
 */
final class StartBench {
  private static final String EDGE = "edge";
  private static final double LOAD_SECONDS = 10;
  private static final long LIMIT_SECONDS = 300;
  private static final Pattern READY = Pattern.compile("\\s*([0-9.]+) s\\s+(\\w+) running");

  /**
   * One start.
   *
   * @param seconds from the call of the command to its end
   * @param components when each was running, by the command's own clock
   */
  private record Start(double seconds, Map<String, Double> components) {
    private double platforms() {
      return components.entrySet().stream()
          .filter(component -> !component.getKey().equals(EDGE))
          .mapToDouble(Map.Entry::getValue)
          .max()
          .orElse(seconds);
    }
  }

  BenchResult run(BenchHub hub) throws IOException, InterruptedException {
    Start fresh = start(hub);
    long messages;
    try (Load load = hub.connect(hub.loadIdentities())) {
      messages = load.run(0, LOAD_SECONDS).acknowledged();
    }
    hub.down();
    Start existing = start(hub);
    Map<String, Double> more = new LinkedHashMap<>();
    more.put("onNoData", fresh.seconds());
    more.put("devices", (double) Load.CONNECTIONS);
    more.put("messages", (double) messages);
    more.putAll(existing.components());
    return new BenchResult(
        "start",
        existing.seconds(),
        "s",
        existing.platforms(),
        "the slowest of Kafka, Cassandra and Flink in the same start",
        "15 s on existing data, 25 s on none",
        more);
  }

  private Start start(BenchHub hub) throws IOException, InterruptedException {
    List<String> last = new ArrayList<>();
    Map<String, Double> components = new HashMap<>();
    long begun = System.nanoTime();
    Process up = hub.upCommand().redirectErrorStream(true).start();
    try (BufferedReader out = up.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last.add(line);
        Matcher running = READY.matcher(line);
        if (running.matches()) {
          components.put(running.group(2), Double.valueOf(running.group(1)));
        }
      }
      if (!up.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || up.exitValue() != 0) {
        throw new CommandFailure(
            "weir up failed: "
                + String.join(" ", last.subList(Math.max(0, last.size() - 3), last.size())));
      }
      return new Start((System.nanoTime() - begun) / 1e9, components);
    } finally {
      up.destroy();
    }
  }
}
