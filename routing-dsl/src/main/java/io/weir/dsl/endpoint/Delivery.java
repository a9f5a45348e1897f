package io.weir.dsl.endpoint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How often a message may reach a Kafka endpoint. */
public enum Delivery {
  /** Once, and again after some failures. */
  AT_LEAST_ONCE,
  /** Once in what readers of committed records see. */
  EXACTLY_ONCE;

  /** As rule files write it, such as {@code exactly-once}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one of that name, case-insensitively. */
  public static Optional<Delivery> named(String name) {
    return Arrays.stream(values()).filter(one -> one.wireName().equalsIgnoreCase(name)).findAny();
  }
}
