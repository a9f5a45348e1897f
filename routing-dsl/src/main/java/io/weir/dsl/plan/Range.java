package io.weir.dsl.plan;

/** The numbers from one to another, both included; none where the first is more than the second. */
record Range(double low, double high) {

  /** All above a number, which is finite. */
  static Range above(double number) {
    return from(Math.nextUp(number));
  }

  static Range from(double number) {
    return new Range(number, Double.POSITIVE_INFINITY);
  }

  /** All below a number, which is finite. */
  static Range below(double number) {
    return to(Math.nextDown(number));
  }

  static Range to(double number) {
    return new Range(Double.NEGATIVE_INFINITY, number);
  }

  /** The numbers of both. */
  Range and(Range other) {
    return new Range(Math.max(low, other.low), Math.min(high, other.high));
  }
}
