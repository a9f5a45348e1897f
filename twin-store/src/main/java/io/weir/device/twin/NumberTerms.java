package io.weir.device.twin;

import java.util.ArrayList;
import java.util.List;

/**
 * Index terms of numbers: the number itself, and buckets that widen from level to level, so that
 * few of them cover any range. A bucket is a prefix of the number's encoding as 64 bits that order
 * like numbers do: sign, 11 bits of exponent, fraction. The finest buckets are a 256th of a power
 * of two wide; the coarsest hold sixteen powers of two, and what is nearer to zero, or farther from
 * it, than most numbers are is one bucket each.
 */
final class NumberTerms {

  /** Widths of the prefixes in bits, finest first. */
  private static final int[] LEVELS = {20, 18, 16, 14, 12, 10, 8};

  private static final int COARSEST = LEVELS[LEVELS.length - 1];

  /** More look-ups for a range cost more than the twins that a coarser end finds in vain. */
  static final int MAX_BUCKETS = 24;

  /** Prefixes of the coarsest level that are buckets of their own: from 2^-15 up to 2^33. */
  private static final int NEAREST = prefix(0x1p-15, COARSEST);

  private static final int FARTHEST = prefix(0x1p33, COARSEST);

  /** Of the coarsest level; the prefixes of negative numbers are the complements. */
  private static final int COARSEST_MASK = (1 << COARSEST) - 1;

  private static final int POSITIVE = 1 << (COARSEST - 1);

  private NumberTerms() {}

  /** The term of equality. */
  static String exact(double number) {
    return "n" + hex(encoded(number), 16);
  }

  /** The terms of the ranges that a number is in. */
  static List<String> buckets(double number) {
    List<String> terms = new ArrayList<>(LEVELS.length);
    for (int bits : LEVELS) {
      terms.add(bucket(bits, prefix(number, bits)));
    }
    return terms;
  }

  /**
   * Buckets that together hold every number of a range, and some beyond it.
   *
   * @param low -Infinity when the range has no lower end; both ends are included
   * @param high Infinity when the range has no upper end
   * @return at most {@link #MAX_BUCKETS} in ascending order; empty when no number is in the range
   */
  static List<String> covering(double low, double high) {
    if (!(low <= high)) {
      return List.of();
    }
    List<String> buckets = new ArrayList<>();
    int finest = 0;
    do {
      buckets.clear();
      int bits = LEVELS[finest];
      // An open end is the end of a bucket at every level.
      int from = low == Double.NEGATIVE_INFINITY ? 0 : prefix(low, bits);
      int to = high == Double.POSITIVE_INFINITY ? (1 << bits) - 1 : prefix(high, bits);
      cover(finest, from, to, buckets);
      finest++;
    } while (buckets.size() > MAX_BUCKETS);
    return buckets;
  }

  /** Takes single buckets at the ends until the rest is made of whole buckets of the next level. */
  private static void cover(int level, int from, int to, List<String> buckets) {
    int bits = LEVELS[level];
    if (level == LEVELS.length - 1) {
      // The ones that are joined come once.
      String last = "";
      for (int prefix = from; prefix <= to; prefix++) {
        String bucket = bucket(bits, prefix);
        if (!bucket.equals(last)) {
          buckets.add(bucket);
        }
        last = bucket;
      }
      return;
    }
    int factor = 1 << (bits - LEVELS[level + 1]);
    int low = from;
    while (low <= to && low % factor != 0) {
      buckets.add(bucket(bits, low));
      low++;
    }
    int high = to;
    List<String> upper = new ArrayList<>();
    while (high >= low && (high + 1) % factor != 0) {
      upper.add(0, bucket(bits, high));
      high--;
    }
    if (low <= high) {
      cover(level + 1, low / factor, high / factor, buckets);
    }
    buckets.addAll(upper);
  }

  private static int prefix(double number, int bits) {
    return (int) (encoded(number) >>> (Long.SIZE - bits));
  }

  /** Unsigned order is the order of the numbers; both zeros are one number. */
  private static long encoded(double number) {
    long bits = Double.doubleToLongBits(number == 0 ? 0.0 : number);
    return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
  }

  private static String bucket(int bits, int prefix) {
    int digits = (bits + 3) / 4;
    return "r" + bits + ":" + hex(bits == COARSEST ? joined(prefix) : prefix, digits);
  }

  private static int joined(int prefix) {
    return prefix < POSITIVE
        ? COARSEST_MASK - joined(COARSEST_MASK - prefix)
        : Math.max(NEAREST - 1, Math.min(FARTHEST, prefix));
  }

  private static String hex(long value, int digits) {
    String text = Long.toHexString(value);
    return "0".repeat(digits - Math.min(digits, text.length())) + text;
  }
}
