package io.weir.dsl.function;

import static io.weir.dsl.function.Parameter.ANY;
import static io.weir.dsl.function.Parameter.NUMBER;
import static io.weir.dsl.function.Parameter.TIME;
import static io.weir.dsl.function.Parameter.UNIT;
import static io.weir.dsl.function.Parameter.ZONE;

import io.weir.dsl.value.Kind;
import io.weir.dsl.value.Special;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The functions of time. Each has the zone that its calendar is of as its last argument, UTC when
 * it is left out. There is no clock among them: a condition depends on its message alone.
 */
final class TimeFunctions {

  private TimeFunctions() {}

  static Stream<Function> all() {
    return Stream.of(
        function("as_time", List.of(ANY), Kind.NUMBER, a -> a.time(0).toInstant()),
        field("year", ChronoField.YEAR),
        field("month", ChronoField.MONTH_OF_YEAR),
        field("day", ChronoField.DAY_OF_MONTH),
        field("hour", ChronoField.HOUR_OF_DAY),
        field("minute", ChronoField.MINUTE_OF_HOUR),
        field("second", ChronoField.SECOND_OF_MINUTE),
        field("day_of_week", ChronoField.DAY_OF_WEEK),
        zoned(
            "format_time",
            List.of(TIME),
            Kind.STRING,
            a -> a.time(0).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME)),
        zoned(
            "add_time",
            List.of(TIME, NUMBER, UNIT),
            Kind.NUMBER,
            a -> a.time(0).plus(a.whole(1), a.unit(2)).toInstant()),
        zoned(
            "time_diff",
            List.of(TIME, TIME, UNIT),
            Kind.NUMBER,
            a -> (double) a.unit(2).between(a.time(0), a.time(1))),
        zoned(
            "truncate_time",
            List.of(TIME, UNIT),
            Kind.NUMBER,
            a -> truncated(a.time(0), a.unit(1)).toInstant()));
  }

  /** What a function computes of arguments that are there; an Instant stands for its number. */
  @FunctionalInterface
  private interface Computed {
    Object of(Arguments arguments);
  }

  private static Function field(String name, ChronoField field) {
    return zoned(name, List.of(TIME), Kind.NUMBER, a -> (double) a.time(0).get(field));
  }

  private static Function zoned(
      String name, List<Parameter> parameters, Kind result, Computed computed) {
    List<Parameter> all = Stream.concat(parameters.stream(), Stream.of(ZONE)).toList();
    return function(name, all, parameters.size(), result, computed);
  }

  private static Function function(
      String name, List<Parameter> parameters, Kind result, Computed computed) {
    return function(name, parameters, parameters.size(), result, computed);
  }

  private static Function function(
      String name, List<Parameter> parameters, int required, Kind result, Computed computed) {
    Signature.Body body =
        values -> {
          try {
            Object value = computed.of(Arguments.of(values, required));
            return value instanceof Instant time ? number(time) : value;
          } catch (DateTimeException | ArithmeticException e) {
            // No time, no such unit or zone, or beyond the years that can be told.
            return Special.UNDEFINED;
          }
        };
    return new Function(name, List.of(new Signature(parameters, required, false, result, body)));
  }

  private static Object number(Instant time) {
    double millis = time.toEpochMilli();
    return Times.of(millis).isPresent() ? (Object) millis : Special.UNDEFINED;
  }

  /** The start of the unit in which the time lies; weeks begin on Monday. */
  private static ZonedDateTime truncated(ZonedDateTime time, ChronoUnit unit) {
    if (!unit.isDateBased()) {
      return time.truncatedTo(unit);
    }
    LocalDate day = time.toLocalDate();
    LocalDate first =
        switch (unit) {
          case WEEKS -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
          case MONTHS -> day.withDayOfMonth(1);
          case YEARS -> day.withDayOfYear(1);
          default -> day;
        };
    return first.atStartOfDay(time.getZone());
  }

  /** The arguments of one call as what they mean; whoever asks for one that means nothing fails. */
  private record Arguments(List<Object> values, ZoneId zone) {

    static Arguments of(Object[] values, int withoutZone) {
      Optional<ZoneId> zone =
          values.length > withoutZone
              ? Times.zone((String) values[withoutZone])
              : Optional.of(ZoneOffset.UTC);
      return new Arguments(List.of(values), zone.orElseThrow(() -> none("time zone")));
    }

    ZonedDateTime time(int index) {
      return Times.of(values.get(index)).orElseThrow(() -> none("time")).atZone(zone);
    }

    ChronoUnit unit(int index) {
      return TimeUnit.named((String) values.get(index)).orElseThrow(() -> none("unit")).chrono();
    }

    long whole(int index) {
      double number = (Double) values.get(index);
      if (number != Math.rint(number) || Math.abs(number) > Long.MAX_VALUE) {
        throw none("whole number");
      }
      return (long) number;
    }

    private static DateTimeException none(String expected) {
      return new DateTimeException("argument: unusable (expected: a " + expected + ")");
    }
  }
}
