package io.weir.jobs.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.topic.Topics;
import io.weir.dsl.RuleFiles;
import io.weir.dsl.message.MessageSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RoutingTableTest {

  private static final String WITHOUT = "route a from DeviceMessages where level = 'x' to events\n";
  private static final String WITH =
      "route b from TwinChangeEvents where level = 'x' and $twin.tags.site = 'y' to events\n";

  @Test
  @DisplayName("ROUTE-08: a source needs the twin when a route of it does")
  void sourcesOfRoutes() {
    assertThat(needTwin(table(WITHOUT))).isEmpty();
    assertThat(needTwin(table(WITHOUT + WITH))).containsExactly(MessageSource.TWIN_CHANGE_EVENTS);
  }

  @Test
  @DisplayName("... also by the name of a condition")
  void namedConditions() {
    RoutingTable table =
        table(
            """
            condition local = $twin.tags.site = 'y'
            route a from DeviceMessages where not (@local) to events
            """);
    assertThat(needTwin(table)).containsExactly(MessageSource.DEVICE_MESSAGES);
  }

  @Test
  @DisplayName("ROUTE-13: an enrichment by the twin is for messages of every source")
  void enrichments() {
    assertThat(needTwin(table(WITHOUT + "enrich events set a = level, b = $iothubname\n")))
        .isEmpty();
    assertThat(needTwin(table(WITHOUT + "enrich events set site = $twin.tags.site\n")))
        .containsExactly(MessageSource.values());
  }

  @Test
  @DisplayName("A shadow is counted by the twin, too")
  void shadow() {
    RoutingTable table = table(WITHOUT);
    RoutingTable beside = table.beside(Optional.of(table(WITH)));
    assertThat(needTwin(beside)).containsExactly(MessageSource.TWIN_CHANGE_EVENTS);
    assertThat(needTwin(beside.beside(Optional.empty()))).isEmpty();
  }

  private static Stream<MessageSource> needTwin(RoutingTable table) {
    return Stream.of(MessageSource.values()).filter(table::readsTwin);
  }

  private static RoutingTable table(String text) {
    return RoutingTable.of(
        1, RuleFiles.compile("rules", text).ruleSet().orElseThrow(), text, new Topics("hub"));
  }
}
