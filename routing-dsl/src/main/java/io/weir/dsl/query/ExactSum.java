package io.weir.dsl.query;

import java.util.Arrays;

/**
 * The sum of doubles, rounded once at its end: it does not depend on the order in which they come,
 * so that every page of a query sees the same sum. Shewchuk's method: the sum is kept as doubles
 * whose digits do not overlap; there are never many of them.
 */
final class ExactSum {

  private double[] parts = new double[4];
  private int count;

  /** What cannot be added exactly: infinities, and sums that overflow. */
  private double special;

  void add(double value) {
    double carried = value;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      double part = parts[i];
      double high = carried + part;
      double larger = Math.abs(carried) >= Math.abs(part) ? carried : part;
      double smaller = larger == carried ? part : carried;
      double low = smaller - (high - larger);
      if (low != 0) {
        parts[kept++] = low;
      }
      carried = high;
    }
    if (!Double.isFinite(carried)) {
      special += carried;
      count = 0;
      return;
    }
    if (kept == parts.length) {
      parts = Arrays.copyOf(parts, kept * 2);
    }
    parts[kept++] = carried;
    count = kept;
  }

  double value() {
    if (special != 0) {
      return special;
    }
    double sum = 0;
    int i = count;
    double rest = 0;
    while (i > 0 && rest == 0) {
      double high = sum + parts[--i];
      rest = parts[i] - (high - sum);
      sum = high;
    }
    // A tie was rounded to even; what is behind it may tell that it was none.
    if (i > 0 && Math.signum(rest) == Math.signum(parts[i - 1])) {
      double twice = rest * 2;
      double away = sum + twice;
      if (twice == away - sum) {
        sum = away;
      }
    }
    return sum;
  }
}
