package io.weir.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.RuleFiles;
import io.weir.local.cli.RuleSetDiff.Side;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RuleSetDiffTest {

  private static final String BEFORE =
      """
      endpoint alerts kafka { topic = 'alerts' }
      endpoint old kafka { topic = 'old' }
      route hot from DeviceMessages where level = 'hot' to alerts
      route gone from DeviceMessages where level = 'gone' to old
      """;

  @Test
  @DisplayName("Comments, order and the case of names are no change")
  void same() {
    String after =
        """
        -- the same in another order
        route GONE from DeviceMessages where level = 'gone' to old
        route hot from DeviceMessages
          where level = 'hot'
          to alerts
        endpoint old kafka { topic = 'old' }
        endpoint alerts kafka { topic = 'alerts' }
        fallback on
        """;

    assertThat(RuleSetDiff.of(side(BEFORE), side(after)).inWords()).isEmpty();
  }

  @Test
  @DisplayName("What is added, removed and changed is told by name")
  void changes() {
    String after =
        """
        endpoint alerts kafka { topic = 'alarms' }
        route hot from DeviceMessages where level = 'hotter' to alerts
        route more from DeviceMessages where level = 'more' to alerts
        fallback off
        """;

    assertThat(RuleSetDiff.of(side(BEFORE), side(after)).inWords())
        .containsExactly(
            "endpoint old removed",
            "endpoint alerts changed",
            "route more added",
            "route gone removed",
            "route hot changed",
            "fallback changed");
  }

  private static Side side(String text) {
    return new Side(text, RuleFiles.compile("rules", text).ruleSet().orElseThrow());
  }
}
