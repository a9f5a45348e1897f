package io.weir.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.local.CommandFailure;
import io.weir.local.bench.BenchResult;
import io.weir.local.bench.Benchmarks;
import io.weir.local.command.ProgressLine;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir bench}: the benchmarks, each with its floor measured in the same call. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measure a hub that is made for it at an address of its own and goes away afterwards.",
      "ingest: messages a second acknowledged after Kafka, routing not running;"
          + " telemetry: until the built-in endpoint has them;"
          + " latency: from publish to the built-in endpoint at 1,000/s;"
          + " routing: messages a second by a hundred routes, beside a job that copies;"
          + " start: seconds until a device can connect;"
          + " twin-write, twin-read: patches and reads of twins;"
          + " twin-query: queries over many twins;"
          + " freshness: queries right after a write, through another edge node;"
          + " rules-eval: a rule beside Java, CEL and JEXL, without a hub;"
          + " rules-scale: rule sets of 10 to 10,000 routes, without a hub."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final double MAX_SECONDS = 3_600;

  @Spec private CommandSpec spec;
  @Mixin private Output output;

  @Parameters(paramLabel = "NAME", description = "${COMPLETION-CANDIDATES}")
  private Benchmarks.Name name;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "20",
      description = "how long the load lasts, warm-up aside (default: ${DEFAULT-VALUE})")
  private double seconds;

  @Option(
      names = "--host",
      paramLabel = "NAME_OR_IP",
      defaultValue = "127.0.0.9",
      description = "where the benchmark's hub listens (default: ${DEFAULT-VALUE})")
  private String host;

  @Option(
      names = "--twins",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "of twin-query, at least 10000 (default: ${DEFAULT-VALUE})")
  private int twins;

  @Override
  public Integer call() throws Exception {
    // Written so that NaN is refused too.
    if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
      throw new ParameterException(
          spec.commandLine(), "--seconds: " + seconds + " (expected: more than 0, at most 3600)");
    }
    if (twins < 10_000 || twins > 10_000_000) {
      throw new ParameterException(
          spec.commandLine(), "--twins: " + twins + " (expected: 10000 to 10000000)");
    }
    BenchResult result;
    try (Interruption interruption = Interruption.interruptingThisThread();
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr())) {
      result = Benchmarks.run(name, host, seconds, twins, progress::show);
      if (interruption.asked()) {
        throw new CommandFailure("stopped");
      }
    }
    print(result);
    return 0;
  }

  private void print(BenchResult result) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      ObjectNode node = Output.JSON.createObjectNode();
      node.put("name", result.name());
      node.put("value", rounded(result.value()));
      node.put("unit", result.unit());
      node.put("floor", rounded(result.floor()));
      node.put("floorName", result.floorName());
      node.put("ratio", rounded(result.ratio()));
      node.put("aim", result.aim());
      result.more().forEach((key, value) -> node.put(key, rounded(value)));
      node.put("processors", Runtime.getRuntime().availableProcessors());
      Output.json(out, node);
      return;
    }
    Table table = new Table("WHAT", "NUMBER", "");
    table.row(result.name(), text(result.value()), result.unit());
    table.row("floor", text(result.floor()), result.floorName());
    table.row("ratio", text(result.ratio()), "aim: " + result.aim());
    result.more().forEach((key, value) -> table.row(key, text(value), ""));
    table.print(out);
  }

  private static double rounded(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
  }
}
