package io.weir.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RatesTest {

  @Test
  void theMedianIsTheMiddleOneInWhateverOrderTheyCome() {
    assertThat(rates(30, 10, 20).median()).isEqualTo(20);
    assertThat(rates(7).median()).isEqualTo(7);
  }

  @Test
  void ofAnEvenNumberItIsTheMeanOfTheTwoInTheMiddle() {
    assertThat(rates(40, 10, 20, 30).median()).isEqualTo(25);
  }

  @Test
  void oneOutlierMovesTheSpreadAndNotTheMedian() {
    Rates rates = rates(100, 100, 100, 100, 10);

    assertThat(rates.median()).isEqualTo(100);
    assertThat(rates.spread()).isEqualTo(0.9, Offset.offset(1e-9));
  }

  @Test
  void thereIsNoMedianOfNothing() {
    assertThatThrownBy(new Rates()::median).hasMessageContaining("found no measurement");
  }

  @Test
  void theRatioIsThatOfTheMedians() {
    BenchResult result =
        new BenchResult(
            "routing",
            rates(90, 80, 10).median(),
            "messages/s",
            rates(100, 100, 900).median(),
            "a copy",
            "0.8",
            Map.of());

    assertThat(result.ratio()).isEqualTo(0.8);
  }

  private static Rates rates(double... measured) {
    Rates rates = new Rates();
    for (double rate : measured) {
      rates.add(rate);
    }
    return rates;
  }
}
