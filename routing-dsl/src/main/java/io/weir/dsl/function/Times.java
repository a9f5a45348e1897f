package io.weir.dsl.function;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;

/**
 * Times as values of the language: numbers are milliseconds since 1970, strings are ISO 8601, such
 * as {@code 2026-05-01}, {@code 2026-05-01T12:30} or {@code 2026-05-01T12:30:00.5+02:00}, also with
 * {@code +0200} or {@code +02}. What has no offset is UTC. Digits below a millisecond are cut off.
 */
final class Times {

  /** Either side of 1970; up to here a double tells any two milliseconds apart. */
  private static final double MAX_MILLIS = 8.64e15;

  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .parseLenient()
          .appendOffsetId()
          .parseStrict()
          .optionalEnd()
          .optionalEnd()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private Times() {}

  /** The time that a string or a number is; empty when it is none. */
  static Optional<Instant> of(Object value) {
    if (value instanceof Double number) {
      return Math.abs(number) <= MAX_MILLIS
          ? Optional.of(Instant.ofEpochMilli((long) Math.floor(number)))
          : Optional.empty();
    }
    return value instanceof String text
        ? UtcTime.of(text).or(() -> parsed(text))
        : Optional.empty();
  }

  private static Optional<Instant> parsed(String text) {
    try {
      TemporalAccessor read = ISO.parse(withColon(text));
      LocalTime time = read.query(TemporalQueries.localTime());
      ZoneId offset = read.query(TemporalQueries.offset());
      Instant instant =
          ZonedDateTime.of(
                  read.query(TemporalQueries.localDate()),
                  time == null ? LocalTime.MIDNIGHT : time,
                  offset == null ? ZoneOffset.UTC : offset)
              .with(
                  ChronoField.MILLI_OF_SECOND,
                  time == null ? 0 : time.get(ChronoField.MILLI_OF_SECOND))
              .toInstant();
      return of((double) instant.toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** The JDK's formatters take an offset of hours and minutes with a colon, or none with one. */
  private static String withColon(String text) {
    int minutes = text.length() - 2;
    int sign = minutes - 3;
    boolean compact =
        sign > 0
            && (text.charAt(sign) == '+' || text.charAt(sign) == '-')
            && text.chars().skip(sign + 1L).allMatch(c -> c >= '0' && c <= '9');
    return compact ? text.substring(0, minutes) + ':' + text.substring(minutes) : text;
  }

  /** A zone of the IANA database, {@code UTC}, or an offset such as {@code +02:00}. */
  static Optional<ZoneId> zone(String name) {
    try {
      return Optional.of(ZoneId.of(name));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
