package io.weir.edge.config;

import java.util.Base64;
import java.util.List;

/** What a configuration value must be, said in one sentence when it is not. */
final class Require {
  private Require() {}

  static void that(boolean fulfilled, String name, String value, String expected) {
    if (!fulfilled) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }

  static void text(String name, String value) {
    that(value != null && !value.isBlank(), name, String.valueOf(value), "a text");
  }

  static <T> List<T> filled(String name, List<T> values) {
    that(values != null && !values.isEmpty(), name, String.valueOf(values), "at least one entry");
    return List.copyOf(values);
  }

  /** Does not show the value: it is a secret. */
  static void base64(String name, String value) {
    that(value != null && !value.isEmpty(), name, "missing", "base64");
    try {
      Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": not shown (expected: base64)", e);
    }
  }
}
