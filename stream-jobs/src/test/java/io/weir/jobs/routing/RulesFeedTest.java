package io.weir.jobs.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.state.ShadowRules;
import io.weir.device.topic.Topics;
import io.weir.jobs.routing.RulesFeed.Times;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RulesFeedTest {

  private static final Times TIMES =
      new Times(
          Duration.ofSeconds(5),
          Duration.ofMillis(5),
          Duration.ofMillis(5),
          Duration.ofSeconds(10));

  private final ScriptedRules script = new ScriptedRules();
  private final BlockingQueue<RoutingTable> tables = new LinkedBlockingQueue<>();
  private final RulesFeed feed =
      new RulesFeed(
          script.sources().open(),
          script.keepers().open(),
          new RulesCompiler(new Topics("hub"), (version, diagnostics) -> {}),
          TIMES,
          (table, failure) -> {});

  @AfterEach
  void close() throws InterruptedException {
    feed.close();
  }

  @Test
  @DisplayName("The shadow of the log's end is beside the first table, and has no topics made")
  void start() throws InterruptedException {
    script.publish(1, "fallback on");
    script.shadow(shadow(7));

    RoutingTable table = feed.start();

    assertThat(table.version()).isEqualTo(1);
    assertThat(table.shadow().orElseThrow().id()).isEqualTo(7);
    assertThat(table.shadow().orElseThrow().table().rules().routes()).hasSize(1);
    assertThat(script.ensured()).isEmpty();
  }

  @Test
  @DisplayName("A shadow comes to the rules in force, stays beside the next ones, and goes")
  void follow() throws InterruptedException {
    script.publish(1, "fallback on");
    assertThat(feed.start().shadow()).isEmpty();
    feed.follow(tables::add, failure -> {});

    script.shadow(shadow(7));
    RoutingTable with = next();
    assertThat(with.version()).isEqualTo(1);
    assertThat(with.shadow().orElseThrow().id()).isEqualTo(7);

    script.publish(2, "fallback off");
    RoutingTable newer = next();
    assertThat(newer.version()).isEqualTo(2);
    assertThat(newer.shadow().orElseThrow().id()).isEqualTo(7);

    script.shadow(null);
    RoutingTable without = next();
    assertThat(without.version()).isEqualTo(2);
    assertThat(without.shadow()).isEmpty();
  }

  private RoutingTable next() throws InterruptedException {
    RoutingTable table = tables.poll(10, TimeUnit.SECONDS);
    assertThat(table).isNotNull();
    return table;
  }

  private static ShadowRules shadow(long id) {
    String text =
        """
        endpoint tried kafka { topic = 'tried' }
        route all from DeviceMessages where true to tried
        """;
    return new ShadowRules(id, text, 1, 1, null, null);
  }
}
