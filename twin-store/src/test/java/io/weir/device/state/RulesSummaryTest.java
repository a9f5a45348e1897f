package io.weir.device.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RulesSummaryTest {

  @Test
  @DisplayName("The digest is that of the file, as sha256sum prints it")
  void digest() {
    RulesVersion rules = new RulesVersion(2, "-- ü\n", 5, "iothubowner", "why");

    assertThat(RulesSummary.of(rules))
        .isEqualTo(
            new RulesSummary(
                2,
                5,
                6,
                "b795e95cb84b1bc3423a9d7e5e7326d8e3f123e7b2204fae30c5697c70b03f14",
                "iothubowner",
                "why"));
  }
}
