package io.weir.jobs.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.RuleFiles;
import io.weir.dsl.RuleSet;
import io.weir.dsl.message.Message;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.message.SystemProperty;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RuleComparisonTest {

  private static final Difference FALLBACK_GAINED = new Difference("$fallback", true);
  private static final Difference FALLBACK_LOST = new Difference("$fallback", false);

  @Test
  @DisplayName("A route that takes more has gained, one that takes less has lost")
  void gainedAndLost() {
    String live = "route hot from DeviceMessages where level = 'high' to events\n";
    String shadow = live.replace("'high'", "'low'");
    assertThat(differences(live, shadow, "low"))
        .containsExactly(new Difference("hot", true), FALLBACK_LOST);
    assertThat(differences(live, shadow, "high"))
        .containsExactly(new Difference("hot", false), FALLBACK_GAINED);
    assertThat(differences(live, shadow, "middle")).isEmpty();
  }

  @Test
  @DisplayName("Routes are compared by name, in any case and order, whatever they write to")
  void byName() {
    String live =
        """
        route one from DeviceMessages where level = 'high' to events
        route two from DeviceMessages where level = 'low' to events
        """;
    String shadow =
        """
        route TWO from DeviceMessages where level = 'low' to drop
        route One from DeviceMessages where 'high' = level to drop
        """;
    assertThat(differences(live, shadow, "high")).isEmpty();
    assertThat(differences(live, shadow, "low")).isEmpty();
  }

  @Test
  @DisplayName("A route that one of the two does not have takes nothing there")
  void missingRoutes() {
    String all = "route all from DeviceMessages where true to events\n";
    String live = all + "route old from DeviceMessages where level = 'high' to events\n";
    String shadow = all + "route new from DeviceMessages where level = 'high' to events\n";
    assertThat(differences(live, shadow, "high"))
        .containsExactlyInAnyOrder(new Difference("new", true), new Difference("old", false));
    assertThat(differences(live, shadow, "low")).isEmpty();
  }

  @Test
  @DisplayName("ROUTE-04: undefined does not match, so undefined and false do not differ")
  void undefined() {
    String live = "route hot from DeviceMessages where missing > 1 to events\n";
    String shadow = "route hot from DeviceMessages where false to events\n";
    assertThat(differences(live, shadow, "high")).isEmpty();
  }

  @Test
  @DisplayName("ROUTE-10, ROUTE-11: the fallback counts like a route, and no rules are a fallback")
  void fallback() {
    String hot = "route hot from DeviceMessages where level = 'high' to events\n";
    String off = hot + "fallback off\n";
    assertThat(differences(off, hot, "low")).containsExactly(FALLBACK_GAINED);
    assertThat(differences(hot, off, "low")).containsExactly(FALLBACK_LOST);
    assertThat(differences(hot, off, "high")).isEmpty();
    assertThat(differences("", hot, "low")).isEmpty();
    assertThat(differences("", hot, "high"))
        .containsExactly(new Difference("hot", true), FALLBACK_LOST);
    assertThat(differences("fallback off", "", "low")).isEmpty();
  }

  @Test
  @DisplayName("ROUTE-01, ROUTE-10: only routes of the message's source are asked")
  void sources() {
    String live = "route all from DeviceMessages where true to events\n";
    String shadow = "route all from TwinChangeEvents where true to events\nfallback off\n";
    assertThat(differences(live, shadow, "high")).containsExactly(new Difference("all", false));
    RuleComparison comparison = RuleComparison.of(rules(live), rules(shadow));
    assertThat(comparison.of(new Leveled(MessageSource.TWIN_CHANGE_EVENTS, "high")))
        .containsExactly(new Difference("all", true));
  }

  private static List<Difference> differences(String live, String shadow, String level) {
    return RuleComparison.of(rules(live), rules(shadow))
        .of(new Leveled(MessageSource.DEVICE_MESSAGES, level));
  }

  private static RuleSet rules(String text) {
    return RuleFiles.compile("rules", text).ruleSet().orElseThrow();
  }

  private record Leveled(MessageSource source, String level) implements Message {
    @Override
    public String systemProperty(SystemProperty property) {
      return null;
    }

    @Override
    public String property(String name) {
      return name.equals("level") ? level : null;
    }

    @Override
    public byte[] body() {
      return level.getBytes(StandardCharsets.UTF_8);
    }
  }
}
