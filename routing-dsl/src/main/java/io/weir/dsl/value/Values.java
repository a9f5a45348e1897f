package io.weir.dsl.value;

/** What the operators do with values. */
public final class Values {

  private Values() {}

  /** A number as a value: {@code NaN} is undefined ({@code ROUTE-05}). */
  public static Object number(double number) {
    return Double.isNaN(number) ? Special.UNDEFINED : (Object) number;
  }

  /** The number that a value is; {@code NaN} when it is none. */
  public static double number(Object value) {
    return value instanceof Double number ? number : Double.NaN;
  }

  /** Whether operators, other than those that ask for types, find a value there. */
  public static boolean defined(Object value) {
    return scalar(value) || value == Special.NULL;
  }

  private static boolean scalar(Object value) {
    return !(value instanceof Special || value instanceof Array);
  }

  /** Whether an element equals the value; whole objects and arrays among them equal nothing. */
  public static Truth contains(Array array, Object value) {
    if (!defined(value)) {
      return Truth.UNDEFINED;
    }
    for (int i = 0; i < array.size(); i++) {
      if (equal(array.get(i), value) == Truth.TRUE) {
        return Truth.TRUE;
      }
    }
    return Truth.FALSE;
  }

  /** Equality without conversion: values of different types differ ({@code ROUTE-04}). */
  public static Truth equal(Object left, Object right) {
    if (!defined(left) || !defined(right)) {
      return Truth.UNDEFINED;
    }
    if (left instanceof Double a && right instanceof Double b) {
      return Truth.of(a.doubleValue() == b.doubleValue());
    }
    return Truth.of(left.equals(right));
  }

  /**
   * Order: numbers by size, strings by their UTF-16 units, false before true. Values of different
   * types stand in no order, so the comparison is false; with null it is undefined.
   */
  public static Truth ordered(Order order, Object left, Object right) {
    if (left instanceof Double a && right instanceof Double b) {
      return Truth.of(order.holds(a, b));
    }
    if (left instanceof String a && right instanceof String b) {
      return Truth.of(order.holds(a.compareTo(b), 0));
    }
    if (left instanceof Boolean a && right instanceof Boolean b) {
      return Truth.of(order.holds(Boolean.compare(a, b), 0));
    }
    return scalar(left) && scalar(right) ? Truth.FALSE : Truth.UNDEFINED;
  }
}
