package io.weir.local.demo;

import io.weir.local.fleet.Fleet;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Shows the numbers each second, and adds up the latencies of the whole run. */
final class LiveReport {
  private static final long PERIOD_NANOS = 1_000_000_000L;

  private final DemoPlan plan;
  private final Fleet fleet;
  private final EndpointWatch watch;
  private final Screen screen;
  private final Histogram total = new Histogram(300_000_000L, 3);
  private final Thread thread = new Thread(this::report, "weir-demo-screen");
  private long acknowledgedBefore;
  private Map<String, Long> arrivedBefore = Map.of();

  LiveReport(DemoPlan plan, Fleet fleet, EndpointWatch watch, Screen screen) {
    this.plan = plan;
    this.fleet = fleet;
    this.watch = watch;
    this.screen = screen;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Ends it; returns the latencies of the whole run in microseconds. */
  Histogram stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
    total.add(watch.latencies());
    return total;
  }

  private void report() {
    long begun = System.nanoTime();
    long due = begun;
    try {
      while (true) {
        due += PERIOD_NANOS;
        Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
        show((System.nanoTime() - begun) / 1e9);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void show(double elapsed) {
    Histogram second = watch.latencies();
    total.add(second);
    boolean any = second.getTotalCount() > 0;
    Map<String, Long> arrived = watch.arrivals();
    Map<String, Long> rates = new HashMap<>();
    arrived.forEach(
        (endpoint, number) ->
            rates.put(endpoint, number - arrivedBefore.getOrDefault(endpoint, 0L)));
    long acknowledged = fleet.acknowledged();
    screen.show(
        new LiveNumbers(
            Math.min(elapsed, plan.seconds()),
            plan.seconds(),
            fleet.connected(),
            plan.devices(),
            fleet.reconnects(),
            fleet.sent(),
            acknowledged,
            acknowledged - acknowledgedBefore,
            rates,
            any ? second.getValueAtPercentile(50) / 1e3 : Double.NaN,
            any ? second.getValueAtPercentile(99) / 1e3 : Double.NaN,
            watch.latestAlerts()));
    acknowledgedBefore = acknowledged;
    arrivedBefore = arrived;
  }
}
