package io.weir.local.demo;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** Plain ANSI, drawn again each second. */
final class TerminalScreen implements Screen {
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";
  private static final int BAR = 40;

  private final PrintWriter out;
  private final String place;

  TerminalScreen(PrintWriter out, String place) {
    this.out = out;
    this.place = place;
  }

  @Override
  public void step(String text) {
    out.println(text);
    out.flush();
  }

  @Override
  public void show(LiveNumbers numbers) {
    StringBuilder text = new StringBuilder(1_024).append(HOME_AND_CLEAR);
    line(
        text,
        "%sWeir%s  %s   %.0f of %.0f s",
        BOLD,
        PLAIN,
        place,
        numbers.elapsed(),
        numbers.seconds());
    int done = (int) Math.min(BAR, BAR * numbers.elapsed() / numbers.seconds());
    line(text, "[%s%s]", "#".repeat(done), ".".repeat(BAR - done));
    line(text, "");
    line(
        text,
        "connections       %d of %d   reconnects %d",
        numbers.connected(),
        numbers.devices(),
        numbers.reconnects());
    line(text, "sent              %d", numbers.sent());
    line(
        text,
        "acknowledged      %d   %s%d/s%s",
        numbers.acknowledged(),
        BOLD,
        numbers.acceptedRate(),
        PLAIN);
    line(
        text,
        "latency           p50 %s ms   p99 %s ms   device to built-in endpoint",
        LineScreen.millis(numbers.p50Millis()),
        LineScreen.millis(numbers.p99Millis()));
    line(text, "");
    line(text, "%sendpoint          routed/s%s", BOLD, PLAIN);
    for (Map.Entry<String, Long> routed : numbers.routedRates().entrySet()) {
      line(text, "%-16s  %8d", routed.getKey(), routed.getValue());
    }
    line(text, "");
    line(text, "%slatest alerts%s", BOLD, PLAIN);
    for (String alert : numbers.alerts()) {
      line(text, "%s", alert);
    }
    out.print(text);
    out.flush();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append("\r\n");
  }
}
