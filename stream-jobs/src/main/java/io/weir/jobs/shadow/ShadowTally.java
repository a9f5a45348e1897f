package io.weir.jobs.shadow;

import io.weir.device.state.ShadowCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Differences added up by route. One thread counts while another reads. */
final class ShadowTally {

  private static final class Total {
    private final List<String> samples = new ArrayList<>();
    private long gained;
    private long lost;
  }

  private final Map<String, Total> totals = new HashMap<>();

  /**
   * Counts one message.
   *
   * @param sample is asked for only while a route has too few
   */
  synchronized void add(List<Difference> differences, Supplier<String> sample) {
    String made = null;
    for (Difference difference : differences) {
      Total total = totals.computeIfAbsent(difference.route(), route -> new Total());
      if (difference.gained()) {
        total.gained++;
      } else {
        total.lost++;
      }
      if (total.samples.size() < ShadowCount.MAX_SAMPLES) {
        made = made == null ? sample.get() : made;
        total.samples.add(made);
      }
    }
  }

  /** The routes that differ, as they stand now. */
  synchronized List<ShadowCount> totals() {
    return totals.entrySet().stream()
        .map(
            entry -> {
              Total total = entry.getValue();
              return new ShadowCount(entry.getKey(), total.gained, total.lost, total.samples);
            })
        .toList();
  }
}
