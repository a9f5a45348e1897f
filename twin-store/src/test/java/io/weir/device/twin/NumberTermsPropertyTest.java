package io.weir.device.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every number of a range is found by the range's few buckets (QRY-04). */
class NumberTermsPropertyTest {

  @Property(tries = 5_000)
  void everyNumberOfARangeIsCovered(
      @ForAll("numbers") double one, @ForAll("numbers") double two, @ForAll("numbers") double x) {
    double low = Math.min(one, two);
    double high = Math.max(one, two);
    List<String> covering = NumberTerms.covering(low, high);
    assertThat(covering).hasSizeBetween(1, NumberTerms.MAX_BUCKETS).doesNotHaveDuplicates();
    for (double number : new double[] {low, high, x, (low + high) / 2, low / 2, high / 2}) {
      if (low <= number && number <= high) {
        assertThat(NumberTerms.buckets(number)).containsAnyElementsOf(covering);
      }
    }
  }

  @Property(tries = 2_000)
  void openRangesAreCovered(@ForAll("numbers") double end, @ForAll("numbers") double x) {
    List<String> below = NumberTerms.covering(Double.NEGATIVE_INFINITY, end);
    List<String> above = NumberTerms.covering(end, Double.POSITIVE_INFINITY);
    assertThat(below).hasSizeBetween(1, NumberTerms.MAX_BUCKETS);
    assertThat(above).hasSizeBetween(1, NumberTerms.MAX_BUCKETS);
    assertThat(NumberTerms.buckets(x)).containsAnyElementsOf(x <= end ? below : above);
    assertThat(NumberTerms.buckets(end)).containsAnyElementsOf(below);
    assertThat(NumberTerms.buckets(end)).containsAnyElementsOf(above);
  }

  /** Buckets must not make a range of usual numbers a scan. */
  @Property(tries = 2_000)
  void rangesOfUsualNumbersAreNarrow(@ForAll("usual") double low, @ForAll("usual") double high) {
    List<String> covering = NumberTerms.covering(low, high);
    if (low >= 1 && low <= high) {
      assertThat(NumberTerms.buckets(low * 0.49)).doesNotContainAnyElementsOf(covering);
      assertThat(NumberTerms.buckets(high * 2.05)).doesNotContainAnyElementsOf(covering);
    }
  }

  @Property
  void equalNumbersHaveEqualTerms(@ForAll("numbers") double x, @ForAll("numbers") double y) {
    assertThat(NumberTerms.exact(x).equals(NumberTerms.exact(y))).isEqualTo(x == y);
  }

  @Property
  void termsOrderLikeNumbers(@ForAll("numbers") double x, @ForAll("numbers") double y) {
    if (x < y) {
      assertThat(NumberTerms.exact(x)).isLessThan(NumberTerms.exact(y));
    }
  }

  @Example
  void bothZerosAreOne() {
    assertThat(NumberTerms.exact(-0.0)).isEqualTo(NumberTerms.exact(0.0));
    assertThat(NumberTerms.buckets(-0.0)).isEqualTo(NumberTerms.buckets(0.0));
    assertThat(NumberTerms.buckets(0.0)).containsAnyElementsOf(NumberTerms.covering(-0.0, 5));
    assertThat(NumberTerms.buckets(0.0)).containsAnyElementsOf(NumberTerms.covering(-5, -0.0));
  }

  @Example
  void noNumberIsInAnEmptyRange() {
    assertThat(NumberTerms.covering(2, 1)).isEmpty();
    assertThat(NumberTerms.covering(Double.NaN, 1)).isEmpty();
  }

  /** The terms are stored: what was written must be found by every later version. */
  @Example
  void termsAsTheyAreStored() {
    assertThat(NumberTerms.exact(21.5)).isEqualTo("nc035800000000000");
    assertThat(NumberTerms.exact(-1)).isEqualTo("n400fffffffffffff");
    assertThat(NumberTerms.buckets(21.5))
        .containsExactly(
            "r20:c0358", "r18:300d6", "r16:c035", "r14:300d", "r12:c03", "r10:300", "r8:c0");
    assertThat(NumberTerms.buckets(-1e-9))
        .containsExactly(
            "r20:41eed", "r18:107bb", "r16:41ee", "r14:107b", "r12:41e", "r10:107", "r8:41");
    assertThat(NumberTerms.buckets(1e300)).contains("r8:c2");
    assertThat(NumberTerms.covering(30, Double.POSITIVE_INFINITY))
        .containsExactly("r16:c03e", "r16:c03f", "r10:301", "r10:302", "r10:303", "r8:c1", "r8:c2");
  }

  @Provide
  Arbitrary<Double> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.doubles(),
        usual(),
        Arbitraries.integers().between(-50, 50).map(Integer::doubleValue),
        Arbitraries.longs().map(Double::longBitsToDouble).filter(x -> !Double.isNaN(x)),
        Arbitraries.of(
            0.0,
            -0.0,
            0x1p-15,
            0x1p33,
            -0x1p-15,
            -0x1p33,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            -Double.MAX_VALUE));
  }

  @Provide
  Arbitrary<Double> usual() {
    return Arbitraries.doubles().between(-10_000, 10_000).ofScale(2);
  }
}
