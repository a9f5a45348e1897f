package io.weir.local.demo;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/** A line a second, where there is no terminal. */
final class LineScreen implements Screen {
  private final PrintWriter out;

  LineScreen(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void step(String text) {
    out.println(text);
    out.flush();
  }

  @Override
  public void show(LiveNumbers numbers) {
    out.printf(
        Locale.ROOT,
        "%4.0f s  connections %d/%d  accepted %d/s  routed %s  latency p50 %s p99 %s ms%n",
        numbers.elapsed(),
        numbers.connected(),
        numbers.devices(),
        numbers.acceptedRate(),
        numbers.routedRates().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue() + "/s")
            .collect(Collectors.joining(", ")),
        millis(numbers.p50Millis()),
        millis(numbers.p99Millis()));
    out.flush();
  }

  static String millis(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f", value);
  }
}
