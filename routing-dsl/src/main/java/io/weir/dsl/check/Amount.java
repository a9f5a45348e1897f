package io.weir.dsl.check;

import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Nearest;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.syntax.Shown;
import io.weir.dsl.syntax.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A kind of amount, and the bounds between which one may lie.
 *
 * @param example as it could be written
 * @param units from the smallest to the largest; none for a plain number
 * @param least in the smallest unit that there is, such as bytes
 * @param most likewise
 */
public record Amount(String example, List<Unit> units, long least, long most) {

  /**
   * A unit.
   *
   * @param one what stands behind a 1
   * @param many what stands behind other numbers; both words may stand behind any
   * @param size in the smallest unit that there is
   */
  public record Unit(String one, String many, long size) {}

  private static final List<Unit> TIMES =
      List.of(
          new Unit("ms", "ms", 1),
          new Unit("second", "seconds", 1_000),
          new Unit("minute", "minutes", 60_000),
          new Unit("hour", "hours", 3_600_000),
          new Unit("day", "days", 86_400_000));

  private static final List<Unit> SIZES =
      List.of(
          new Unit("KB", "KB", 1L << 10),
          new Unit("MB", "MB", 1L << 20),
          new Unit("GB", "GB", 1L << 30));

  public Amount {
    units = List.copyOf(units);
  }

  /** A time in whole milliseconds. */
  public static Amount time(Duration least, Duration most) {
    return new Amount("5 minutes", TIMES, least.toMillis(), most.toMillis());
  }

  /** A size in bytes; a KB has 1,024. */
  public static Amount size(long least, long most) {
    return new Amount("64 MB", SIZES, least, most);
  }

  /** A number of things. */
  public static Amount count(long least, long most) {
    return new Amount("100", List.of(), least, most);
  }

  /** The amount that was written; empty after an error. */
  public OptionalLong read(Statement.Value value, Problems problems) {
    if (!(value.literal() instanceof Expression.Numeral numeral)) {
      problems.error(value.span(), "this is not a number (expected: such as " + example + ")");
      return OptionalLong.empty();
    }
    Optional<Statement.Name> word = value.unit();
    if (word.isEmpty() && !units.isEmpty()) {
      problems.error(value.span(), "the number has no unit (expected: such as " + example + ")");
      return OptionalLong.empty();
    }
    Optional<Unit> unit = word.flatMap(name -> unit(name.text()));
    if (word.isPresent() && unit.isEmpty()) {
      problems.error(word.get().span(), unknown(word.get().text()));
      return OptionalLong.empty();
    }
    double amount = numeral.value() * unit.map(Unit::size).orElse(1L);
    if (amount != Math.rint(amount) || amount < least || amount > most) {
      problems.error(
          value.span(),
          "the number is out of range (expected: "
              + (units.isEmpty() ? "a whole number from " : "")
              + inWords(least)
              + " to "
              + inWords(most)
              + ")");
      return OptionalLong.empty();
    }
    return OptionalLong.of((long) amount);
  }

  private Optional<Unit> unit(String word) {
    return units.stream()
        .filter(unit -> unit.one.equalsIgnoreCase(word) || unit.many.equalsIgnoreCase(word))
        .findAny();
  }

  private String unknown(String word) {
    String found = "found '" + Shown.text(word) + "' behind the number (expected: ";
    if (units.isEmpty()) {
      return found + "no unit)";
    }
    String known = units.stream().map(Unit::many).collect(Collectors.joining(", "));
    List<String> words =
        units.stream().flatMap(unit -> Stream.of(unit.many, unit.one)).distinct().toList();
    return found + "one of " + known + ")" + Nearest.hint(word, words);
  }

  /** In the largest unit that needs no fraction. */
  private String inWords(long amount) {
    String words = Long.toString(amount);
    for (Unit unit : units) {
      if (amount % unit.size == 0) {
        long number = amount / unit.size;
        words = number + " " + (number == 1 ? unit.one : unit.many);
      }
    }
    return words;
  }
}
