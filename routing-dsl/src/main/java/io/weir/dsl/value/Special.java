package io.weir.dsl.value;

/**
 * The values beside booleans, doubles, strings and arrays, which are {@link Boolean}, {@link
 * Double}, {@link String} and {@link Array} themselves. No {@code NaN} is ever a value: it is
 * {@link #UNDEFINED} ({@code ROUTE-05}).
 */
public enum Special {
  /** No value, or none that can be used here. */
  UNDEFINED,
  /** JSON's null. */
  NULL,
  /** A whole JSON object: undefined for everything but the functions that ask for types. */
  OBJECT
}
