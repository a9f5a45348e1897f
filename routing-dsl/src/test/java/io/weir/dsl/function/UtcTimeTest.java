package io.weir.dsl.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

@Label("ROUTE-03: times in the usual form, beside the JDK's reader of all forms")
class UtcTimeTest {

  @Property
  void everyTimeIsRead(
      @ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long second,
      @ForAll @IntRange(max = 999_999_999) int nano) {
    Instant time = Instant.ofEpochSecond(second, nano);

    assertThat(UtcTime.of(time.toString())).contains(time.truncatedTo(ChronoUnit.MILLIS));
  }

  @Property(tries = 5_000)
  void whatIsReadIsWhatTheJdkReads(@ForAll("nearlyTimes") String text) {
    UtcTime.of(text).ifPresent(time -> assertThat(jdk(text)).contains(time));
  }

  @Example
  void othersAreLeftAlone() {
    assertThat(
            new String[] {
              "",
              "Z",
              "2026-05-01T12:30:15",
              "2026-05-01T12:30:15.Z",
              "2026-05-01T12:30:15.0000000001Z",
              "2026-05-01T12:30:15+00:00",
              "2026-05-01t12:30:15z",
              "2026-02-29T12:30:15Z",
              "2026-05-01T24:00:00Z",
              "2026-05-01T23:59:60Z",
              "+2026-05-01T12:30:15Z",
              "２０２６-05-01T12:30:15Z"
            })
        .allSatisfy(text -> assertThat(UtcTime.of(text)).isEmpty());
  }

  private static Optional<Instant> jdk(String text) {
    try {
      return Optional.of(Instant.parse(text).truncatedTo(ChronoUnit.MILLIS));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Times with any digits, and one character replaced. */
  @Provide
  Arbitrary<String> nearlyTimes() {
    Arbitrary<Integer> two = Arbitraries.integers().between(0, 32);
    Arbitrary<String> fraction =
        Arbitraries.strings().numeric().ofMaxLength(10).map(all -> all.isEmpty() ? "" : "." + all);
    Arbitrary<String> times =
        Combinators.combine(two, two, two, two, two, fraction)
            .as("20%02d-%02d-%02dT%02d:%02d:07%sZ"::formatted);
    return Combinators.combine(
            times,
            Arbitraries.integers().between(0, 19),
            Arbitraries.of("", "", "5", "-", "Z", "."))
        .as((time, at, other) -> other.isEmpty() ? time : replaced(time, at, other));
  }

  private static String replaced(String time, int at, String other) {
    return time.substring(0, at) + other + time.substring(at + 1);
  }
}
