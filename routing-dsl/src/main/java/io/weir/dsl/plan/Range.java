package io.weir.dsl.plan;

import io.weir.dsl.value.Order;
import java.util.Optional;

/** The numbers from one to another, both included; none where the first is more than the second. */
record Range(double low, double high) {

  /** Those that stand so to a bound; empty when it is no finite number. */
  static Optional<Range> of(Order order, double bound) {
    if (!Double.isFinite(bound)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (order) {
          case LESS -> new Range(Double.NEGATIVE_INFINITY, Math.nextDown(bound));
          case LESS_OR_EQUAL -> new Range(Double.NEGATIVE_INFINITY, bound);
          case GREATER -> new Range(Math.nextUp(bound), Double.POSITIVE_INFINITY);
          case GREATER_OR_EQUAL -> new Range(bound, Double.POSITIVE_INFINITY);
        });
  }

  /** Those between two bounds; empty when one is no finite number. */
  static Optional<Range> between(double low, double high) {
    return of(Order.GREATER_OR_EQUAL, low)
        .flatMap(above -> of(Order.LESS_OR_EQUAL, high).map(above::and));
  }

  /** The numbers of both. */
  Range and(Range other) {
    return new Range(Math.max(low, other.low), Math.min(high, other.high));
  }
}
