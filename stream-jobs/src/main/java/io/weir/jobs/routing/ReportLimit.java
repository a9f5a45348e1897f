package io.weir.jobs.routing;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Lets one report of each kind through in a minute and counts the others ({@code OPS-10}). */
final class ReportLimit {

  private static final long INTERVAL_MILLIS = Duration.ofMinutes(1).toMillis();

  private static final class Window {
    private final long since;
    private long heldBack;

    Window(long since) {
      this.since = since;
    }
  }

  private final Map<String, Window> windows = new HashMap<>();

  /**
   * Whether a report may be made.
   *
   * @param kind such as an operation and a route
   * @param now milliseconds, of any clock
   * @return how many were held back since the last one; empty when this one is held back
   */
  OptionalLong admit(String kind, long now) {
    Window window = windows.get(kind);
    if (window != null && now - window.since < INTERVAL_MILLIS && now >= window.since) {
      window.heldBack++;
      return OptionalLong.empty();
    }
    windows.put(kind, new Window(now));
    return OptionalLong.of(window == null ? 0 : window.heldBack);
  }

  /** Forgets all kinds: those of other rules would be kept for ever. */
  void clear() {
    windows.clear();
  }
}
