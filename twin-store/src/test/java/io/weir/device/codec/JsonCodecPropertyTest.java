package io.weir.device.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.weir.device.codec.Samples.Sample;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Bytes that nobody of us wrote: refused with one exception, never a hang or another one. */
class JsonCodecPropertyTest {

  private static final List<Sample<?>> SAMPLES = Samples.all();

  @Property
  void arbitraryBytesAreRefused(@ForAll("samples") Sample<?> sample, @ForAll byte[] bytes) {
    assertReadOrRefused(sample, bytes);
  }

  @Property(tries = 1000)
  void damagedRecordsAreReadOrRefused(
      @ForAll("samples") Sample<?> sample, @ForAll("damages") Damage damage) {
    assertReadOrRefused(sample, damage.on(sample.encode()));
  }

  @Property
  void recordsOfOtherTypesAreReadOrRefused(
      @ForAll("samples") Sample<?> sample, @ForAll("samples") Sample<?> other) {
    assertReadOrRefused(sample, other.encode());
  }

  @Example
  void deepNestingIsRefused() {
    String deep = "[".repeat(200_000);
    for (String text :
        List.of(
            deep,
            "{\"v\":1,\"d\":" + deep,
            "{\"v\":1,\"d\":{\"command\":{\"x\":" + deep,
            "{\"v\":1,\"d\":{\"unknown\":" + deep + "]".repeat(200_000) + "}}",
            "{\"d\":".repeat(200_000))) {
      for (Sample<?> sample : SAMPLES) {
        assertRefused(sample, text.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Example
  void whatIsNotARecordIsRefused() {
    for (String text :
        List.of(
            "",
            " ",
            "null",
            "{}",
            "1",
            "{\"v\":1}",
            "{\"v\":1,\"d\":null}",
            "{\"v\":1,\"d\":{}}")) {
      assertRefused(Samples.all().get(0), text.getBytes(StandardCharsets.UTF_8));
    }
    byte[] twice =
        (new String(SAMPLES.get(0).encode(), StandardCharsets.UTF_8) + "{}")
            .getBytes(StandardCharsets.UTF_8);
    assertRefused(SAMPLES.get(0), twice);
    assertThatThrownBy(() -> Codecs.COMMAND.decode(null))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Example
  void recordsThatLackAPartAreRefused() {
    for (String text :
        List.of(
            "{\"v\":1,\"d\":{\"correlationId\":1}}",
            "{\"v\":1,\"d\":{\"correlationId\":1,\"command\":{\"type\":\"createIdentity\"}}}",
            "{\"v\":1,\"d\":{\"correlationId\":1,\"command\":{\"type\":\"updateIdentity\",\"spec\":{}}}}",
            "{\"v\":1,\"d\":{\"correlationId\":1,\"command\":{\"type\":\"connect\"}}}",
            "{\"v\":1,\"d\":{\"correlationId\":1,\"command\":{\"type\":\"disconnect\",\"connection\":{}}}}",
            "{\"v\":1,\"d\":{\"correlationId\":1,\"command\":{\"type\":\"applyRules\"}}}",
            "{\"v\":1,\"d\":{\"correlationId\":1,\"command\":{\"type\":\"notKnown\"}}}")) {
      assertThatThrownBy(() -> Codecs.COMMAND.decode(text.getBytes(StandardCharsets.UTF_8)))
          .as(text)
          .isInstanceOf(MalformedRecordException.class);
    }
  }

  @Provide
  Arbitrary<Sample<?>> samples() {
    return Arbitraries.of(SAMPLES);
  }

  @Provide
  Arbitrary<Damage> damages() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 600),
            Arbitraries.integers().between(0, 40),
            Arbitraries.of("", "null", "{", "[", "]", "}", "\"", ",", "-1", "1e999999", "\u0000"))
        .as(Damage::new);
  }

  /** Some bytes replaced by a text. */
  record Damage(int at, int length, String text) {
    byte[] on(byte[] bytes) {
      String whole = new String(bytes, StandardCharsets.UTF_8);
      int start = at % whole.length();
      int end = Math.min(whole.length(), start + length);
      return (whole.substring(0, start) + text + whole.substring(end))
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  private static void assertReadOrRefused(Sample<?> sample, byte[] bytes) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          try {
            assertThat((Object) sample.decode(bytes)).isNotNull();
          } catch (MalformedRecordException e) {
            assertThat(e).hasMessageContaining("(expected: ");
          }
        });
  }

  private static void assertRefused(Sample<?> sample, byte[] bytes) {
    assertThatThrownBy(() -> sample.decode(bytes)).isInstanceOf(MalformedRecordException.class);
  }
}
