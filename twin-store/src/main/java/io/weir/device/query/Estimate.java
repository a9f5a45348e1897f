package io.weir.device.query;

import io.weir.device.store.TwinScan;
import java.util.List;
import java.util.Locale;

/**
 * How many twins a look-up or a scan reads.
 *
 * @param exact whether they were counted, rather than reckoned from a part of them
 */
record Estimate(long twins, boolean exact) {

  private static final double TOKENS = Math.pow(2, 64);

  static Estimate exactly(long twins) {
    return new Estimate(twins, true);
  }

  static Estimate about(long twins) {
    return new Estimate(twins, false);
  }

  /** From the first page of all tokens: tokens are hashes, so that twins lie evenly among them. */
  static Estimate of(TwinScan.Page first) {
    int read = first.twins().size();
    if (!first.more() || read == 0) {
      return exactly(read);
    }
    double passed = (double) first.twins().get(read - 1).token() - Long.MIN_VALUE;
    return about(Math.max(read, Math.round(read * (TOKENS / Math.max(1, passed)))));
  }

  /** All of them together, those that are not known like those that are. */
  static Estimate sum(List<Estimate> known, int all) {
    long twins = known.stream().mapToLong(Estimate::twins).sum();
    return known.size() == all
        ? new Estimate(twins, known.stream().allMatch(Estimate::exact))
        : about(Math.round((double) twins / known.size() * all));
  }

  String text() {
    return (exact ? "" : "about ")
        + String.format(Locale.ROOT, "%,d", twins)
        + (twins == 1 ? " twin" : " twins");
  }
}
