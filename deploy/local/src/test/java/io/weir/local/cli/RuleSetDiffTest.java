package io.weir.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.RuleFiles;
import io.weir.dsl.RuleSet;
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

    assertThat(RuleSetDiff.of(rules(BEFORE), rules(after)).inWords()).isEmpty();
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

    assertThat(RuleSetDiff.of(rules(BEFORE), rules(after)).inWords())
        .containsExactly(
            "endpoint old removed",
            "endpoint alerts changed",
            "route more added",
            "route gone removed",
            "route hot changed",
            "fallback changed");
  }

  @Test
  @DisplayName("A route has changed when a condition that it names has, and not when it has moved")
  void namedConditions() {
    String before =
        """
        endpoint alerts kafka { topic = 'alerts' }
        condition hot = $body.t between 80 and 90
        route all from DeviceMessages where @hot to alerts
        route beside from DeviceMessages where any($body.l, x => x > 3) or level = 'low' to alerts
        enrich alerts set hot = case when @hot then 'yes' else 'no' end, hub = $iothubname
        """;
    String moved = "-- moved\n" + before.replace("level = 'low'", "LEVEL =  'low'");
    assertThat(RuleSetDiff.of(rules(before), rules(moved)).inWords()).isEmpty();
    assertThat(RuleSetDiff.of(rules(before), rules(before.replace("90", "91"))).inWords())
        .containsExactly("route all changed", "enrichment alerts.hot changed");
  }

  private static RuleSet rules(String text) {
    return RuleFiles.compile("rules", text).ruleSet().orElseThrow();
  }
}
