package io.weir.local.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a benchmark found.
 *
 * @param value what was measured
 * @param floor what the platforms alone do, measured in the same call
 * @param aim what was aimed at, in words
 * @param more further numbers by name
 */
public record BenchResult(
    String name,
    double value,
    String unit,
    double floor,
    String floorName,
    String aim,
    Map<String, Double> more) {
  public BenchResult {
    more = Collections.unmodifiableMap(new LinkedHashMap<>(more));
  }

  /** {@code value / floor}. */
  public double ratio() {
    return value / floor;
  }
}
