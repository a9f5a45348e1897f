package io.weir.device.query;

import io.weir.device.query.SortKeys.Sorted;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * The first ones of an order, in memory that is bounded by their number and their length. Not
 * thread-safe.
 */
final class Best<T> {

  private final SortKeys order;
  private final int max;
  private final long maxLength;
  private final ToIntFunction<T> length;
  private final TreeSet<Sorted<T>> kept;

  /** The first that was left out: from it on, nothing is taken any more. */
  private Sorted<T> end;

  private long taken;

  /**
   * @param max that are kept
   * @param maxLength that they have together, unless there is but one
   */
  Best(SortKeys order, int max, long maxLength, ToIntFunction<T> length) {
    this.order = order;
    this.max = max;
    this.maxLength = maxLength;
    this.length = length;
    this.kept = new TreeSet<>(order::compare);
  }

  void add(Sorted<T> one) {
    if ((end != null && order.compare(one, end) >= 0) || !kept.add(one)) {
      return;
    }
    taken += length.applyAsInt(one.value());
    while (kept.size() > max || (taken > maxLength && kept.size() > 1)) {
      end = kept.pollLast();
      taken -= length.applyAsInt(end.value());
    }
  }

  /** In order. */
  List<Sorted<T>> kept() {
    return new ArrayList<>(kept);
  }

  /** Whether there are more behind them. */
  boolean isCut() {
    return end != null;
  }
}
