package io.weir.dsl.value;

/** Kleene's three truth values ({@code ROUTE-04}). */
public enum Truth {
  FALSE,
  UNDEFINED,
  TRUE;

  public static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** The truth of a value; what is no boolean is undefined. */
  public static Truth of(Object value) {
    return value instanceof Boolean b ? of(b.booleanValue()) : UNDEFINED;
  }

  /** False when one is false, else undefined when one is undefined. */
  public Truth and(Truth other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** True when one is true, else undefined when one is undefined. */
  public Truth or(Truth other) {
    return compareTo(other) >= 0 ? this : other;
  }

  public Truth not() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case UNDEFINED -> UNDEFINED;
    };
  }

  /** As a value: {@link Boolean} or {@link Special#UNDEFINED}. */
  public Object value() {
    return switch (this) {
      case TRUE -> true;
      case FALSE -> false;
      case UNDEFINED -> Special.UNDEFINED;
    };
  }
}
