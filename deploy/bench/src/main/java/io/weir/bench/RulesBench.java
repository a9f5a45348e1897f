package io.weir.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks of the rules, each in a JVM of its own, and prints what they found as one
 * line of JSON.
 */
public final class RulesBench {

  private static final int ITERATIONS = 5;
  private static final String ROUTES = "routes";

  private RulesBench() {}

  /**
   * Runs one.
   *
   * @param arguments {@code rules-eval} or {@code rules-scale}, and for how many seconds each case
   *     is measured
   */
  public static void main(String[] arguments) throws RunnerException {
    double seconds = Double.parseDouble(arguments[1]);
    ObjectNode found =
        switch (arguments[0]) {
          case "rules-eval" -> eval(seconds);
          case "rules-scale" -> scale(seconds);
          default ->
              throw new IllegalArgumentException(
                  "found " + arguments[0] + " (expected: rules-eval or rules-scale)");
        };
    System.out.println(found);
  }

  private static ObjectNode eval(double seconds) throws RunnerException {
    Map<String, Double> nanos = scores(RulesEval.class, seconds, RulesBench::method);
    ObjectNode found = JsonMapper.builder().build().createObjectNode();
    found.put("value", nanos.get("weir"));
    found.put("unit", "ns");
    found.put("floor", nanos.get("java"));
    found.put("floorName", "the same predicate, written in Java");
    found.put("aim", "1.5");
    found.putObject("more").put("celNanos", nanos.get("cel")).put("jexlNanos", nanos.get("jexl"));
    return found;
  }

  private static ObjectNode scale(double seconds) throws RunnerException {
    Map<String, Double> nanos =
        scores(RulesScale.class, seconds, result -> result.getParams().getParam(ROUTES));
    Map<String, Double> compile = scores(RulesCompile.class, seconds, RulesBench::method);
    ObjectNode found = JsonMapper.builder().build().createObjectNode();
    found.put("value", nanos.get("1000"));
    found.put("unit", "ns a message, 1000 routes");
    found.put("floor", nanos.get("10"));
    found.put("floorName", "10 routes");
    found.put("aim", "5");
    ObjectNode more = found.putObject("more");
    more.put("nanos100", nanos.get("100")).put("nanos10000", nanos.get("10000"));
    more.put("compileMillis1000", compile.get("compile"));
    return found;
  }

  private static Map<String, Double> scores(
      Class<?> benchmark, double seconds, Function<RunResult, String> name) throws RunnerException {
    TimeValue time = TimeValue.milliseconds((long) (seconds * 1_000 / ITERATIONS));
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(benchmark.getName() + "\\.")
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .forks(1);
    if (benchmark != RulesCompile.class) {
      options
          .warmupIterations(ITERATIONS)
          .warmupTime(time)
          .measurementIterations(ITERATIONS)
          .measurementTime(time);
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    Map<String, Double> scores = new TreeMap<>();
    results.forEach(result -> scores.put(name.apply(result), result.getPrimaryResult().getScore()));
    return scores;
  }

  private static String method(RunResult result) {
    String benchmark = result.getParams().getBenchmark();
    return benchmark.substring(benchmark.lastIndexOf('.') + 1);
  }
}
