package io.weir.local.demo;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One second of the demo.
 *
 * @param elapsed seconds since sending began
 * @param seconds how long it sends in all
 * @param acceptedRate messages acknowledged in this second
 * @param routedRates by endpoint: messages that came out of it in this second
 * @param p50Millis end-to-end latency of this second, device to built-in endpoint; NaN without one
 * @param alerts the latest, newest first
 */
public record LiveNumbers(
    double elapsed,
    double seconds,
    int connected,
    int devices,
    int reconnects,
    long sent,
    long acknowledged,
    long acceptedRate,
    Map<String, Long> routedRates,
    double p50Millis,
    double p99Millis,
    List<String> alerts) {
  public LiveNumbers {
    routedRates = Collections.unmodifiableMap(new TreeMap<>(routedRates));
    alerts = List.copyOf(alerts);
  }
}
