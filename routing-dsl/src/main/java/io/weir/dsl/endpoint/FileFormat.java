package io.weir.dsl.endpoint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a files endpoint writes messages (ROUTE-12, ROUTE-16). */
public enum FileFormat {
  /** A JSON object for each line. */
  JSON,
  AVRO,
  PARQUET;

  /** As rule files write it, such as {@code json}; also the extension of a file's name. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of that name, case-insensitively. */
  public static Optional<FileFormat> named(String name) {
    return Arrays.stream(values()).filter(one -> one.wireName().equalsIgnoreCase(name)).findAny();
  }
}
