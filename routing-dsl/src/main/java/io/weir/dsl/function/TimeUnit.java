package io.weir.dsl.function;

import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The units of the functions of time. */
enum TimeUnit {
  MILLISECOND(ChronoUnit.MILLIS),
  SECOND(ChronoUnit.SECONDS),
  MINUTE(ChronoUnit.MINUTES),
  HOUR(ChronoUnit.HOURS),
  DAY(ChronoUnit.DAYS),
  WEEK(ChronoUnit.WEEKS),
  MONTH(ChronoUnit.MONTHS),
  YEAR(ChronoUnit.YEARS);

  /** Such as {@code 'second', 'minute'}. */
  static final String NAMES =
      Arrays.stream(values())
          .map(unit -> "'" + unit.word() + "'")
          .collect(Collectors.joining(", "));

  private final ChronoUnit chrono;

  TimeUnit(ChronoUnit chrono) {
    this.chrono = chrono;
  }

  ChronoUnit chrono() {
    return chrono;
  }

  /** The unit of that name, in any case. */
  static Optional<TimeUnit> named(String name) {
    return Arrays.stream(values()).filter(unit -> unit.word().equalsIgnoreCase(name)).findFirst();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
