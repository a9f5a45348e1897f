package io.weir.local.bench;

import java.util.ArrayList;
import java.util.List;

/** What was measured several times over. */
final class Rates {
  private final List<Double> measured = new ArrayList<>();

  void add(double rate) {
    measured.add(rate);
  }

  /**
   * The middle one, or the mean of the two in the middle.
   *
   * @throws IllegalStateException when nothing was measured
   */
  double median() {
    if (measured.isEmpty()) {
      throw new IllegalStateException("found no measurement (expected: at least one)");
    }
    List<Double> sorted = measured.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** By how much the highest is more than the lowest, as a part of the median. */
  double spread() {
    double median = median();
    double highest = measured.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    double lowest = measured.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    return (highest - lowest) / median;
  }
}
