package io.weir.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weir.local.CommandFailure;
import io.weir.local.install.Installation;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code rules-eval} and {@code rules-scale}: the rules alone, without a hub. They run with a class
 * path of their own, since their peers bring libraries that a hub should not meet.
 */
final class RulesBench {
  private static final String MAIN = "io.weir.bench.RulesBench";

  private final Installation installation;
  private final double seconds;

  /**
   * @param seconds how long each case is measured, warm-up aside
   */
  RulesBench(Installation installation, double seconds) {
    this.installation = installation;
    this.seconds = seconds;
  }

  BenchResult run(Benchmarks.Name name) throws IOException, InterruptedException {
    String classPath =
        installation.benchmarks().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        List.of(
            Installation.java(), "-cp", classPath, MAIN, name.toString(), Double.toString(seconds));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String last = null;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last = line;
      }
      if (process.waitFor() != 0 || last == null) {
        throw new CommandFailure("the benchmark failed; the lines above say why");
      }
      return result(name, JsonMapper.builder().build().readTree(last));
    } finally {
      process.destroy();
    }
  }

  private static BenchResult result(Benchmarks.Name name, JsonNode found) {
    Map<String, Double> more = new LinkedHashMap<>();
    found.path("more").properties().forEach(e -> more.put(e.getKey(), e.getValue().asDouble()));
    return new BenchResult(
        name.toString(),
        found.path("value").asDouble(),
        found.path("unit").asText(),
        found.path("floor").asDouble(),
        found.path("floorName").asText(),
        found.path("aim").asText(),
        more);
  }
}
