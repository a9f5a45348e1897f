package io.weir.device.twin;

import java.util.ArrayList;
import java.util.List;

/**
 * Index terms of numbers: the number itself, and buckets that grow by a factor of four each level,
 * so that few buckets cover any range. A bucket is a prefix of the number's encoding as 64 bits
 * that order like numbers do.
 */
public final class NumberTerms {

  /** Widths of the prefixes in bits, finest first. */
  private static final int[] LEVELS = {16, 14, 12, 10, 8};

  private static final int COARSEST = LEVELS[LEVELS.length - 1];

  /**
   * Prefixes of the coarsest level beyond which all numbers of a sign share one bucket: from 2^17
   * on, 131,072, since longer numbers are rarely asked for by range.
   */
  private static final int HIGHEST = prefix(131_072.0 * 65_536, COARSEST);

  private static final int LOWEST = prefix(-131_072.0 * 65_536, COARSEST);

  private NumberTerms() {}

  /** The term of equality. */
  static String exact(double number) {
    return "n" + hex(encoded(number), 16);
  }

  /** All terms of a number. */
  static List<String> of(double number) {
    List<String> terms = new ArrayList<>(LEVELS.length + 1);
    terms.add(exact(number));
    for (int bits : LEVELS) {
      terms.add(bucket(bits, clamped(bits, prefix(number, bits))));
    }
    return terms;
  }

  /**
   * Buckets that together hold every number of a range, and some beyond it.
   *
   * @param low -Infinity when the range has no lower end; both ends are included
   * @param high Infinity when the range has no upper end
   * @return in ascending order; empty when no number is in the range
   */
  public static List<String> covering(double low, double high) {
    List<String> buckets = new ArrayList<>();
    if (low <= high) {
      cover(0, prefix(low, LEVELS[0]), prefix(high, LEVELS[0]), buckets);
    }
    return buckets;
  }

  /** Takes single buckets at the ends until the rest is made of whole buckets of the next level. */
  private static void cover(int level, int from, int to, List<String> buckets) {
    int bits = LEVELS[level];
    if (level == LEVELS.length - 1) {
      int last = clamped(bits, to);
      for (int prefix = clamped(bits, from); prefix <= last; prefix++) {
        buckets.add(bucket(bits, prefix));
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

  private static int clamped(int bits, int prefix) {
    return bits == COARSEST ? Math.max(LOWEST, Math.min(HIGHEST, prefix)) : prefix;
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
    return "r" + bits + ":" + hex(prefix, 4);
  }

  private static String hex(long value, int digits) {
    String text = Long.toHexString(value);
    return "0".repeat(digits - Math.min(digits, text.length())) + text;
  }
}
