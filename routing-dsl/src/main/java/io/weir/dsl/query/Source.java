package io.weir.dsl.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is asked about (QRY-01). */
public enum Source {
  DEVICES("devices"),
  MODULES("devices.modules"),
  JOBS("devices.jobs");

  private final String wireName;

  Source(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  static Optional<Source> named(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(source -> source.wireName.equals(wanted)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Source::wireName).toList();
  }
}
