package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.weir.device.state.RowChange;
import io.weir.device.state.RulesState;
import io.weir.device.state.RulesStateMachine;
import io.weir.device.state.RulesSummary;
import io.weir.device.state.RulesVersion;
import io.weir.device.state.ShadowCount;
import io.weir.device.state.ShadowRules;
import io.weir.device.store.CassandraSessions;
import io.weir.device.store.RowWriter;
import io.weir.device.store.RulesTable;
import io.weir.device.store.Schema;
import io.weir.device.store.ShadowCounts;
import io.weir.device.store.StoredState;
import io.weir.device.twin.IndexTerms;
import io.weir.device.twin.IndexedPaths;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tables of rules on the hub's own Cassandra, in a keyspace of their own. */
@HubTest
class RulesTableTest {

  private static final String KEYSPACE = "rules_table_test";
  private static final ShadowRules SHADOW =
      new ShadowRules(73, "fallback off", 1_790_000_000_001L, 2, "service", "try");

  private static CqlSession session;
  private static RowWriter rows;
  private static RulesTable table;

  @BeforeAll
  static void createKeyspace() {
    session = CassandraSessions.open(List.of(Hub.shared().cassandra()), "datacenter1", null);
    session.execute("DROP KEYSPACE IF EXISTS " + KEYSPACE);
    Schema.create(session, KEYSPACE, 1);
    rows = new RowWriter(session, KEYSPACE, new IndexTerms(IndexedPaths.DEFAULT));
    table = new RulesTable(session, KEYSPACE);
  }

  @AfterAll
  static void dropKeyspace() {
    if (session != null) {
      session.execute("DROP KEYSPACE IF EXISTS " + KEYSPACE);
      session.close();
    }
  }

  @BeforeEach
  void empty() {
    session.execute("TRUNCATE " + KEYSPACE + ".rules");
  }

  @Test
  @DisplayName("Rules: the latest version is found, the earlier ones are kept")
  void versions() {
    assertThat(await(table.latest())).isEmpty();
    assertThat(await(table.history(5))).isEmpty();
    RulesVersion latest =
        new RulesVersion(12, "fallback off", 1_790_000_000_000L, "iothubowner", "why");
    RulesVersion earlier = new RulesVersion(2, "", 1);

    write(new RowChange.PutRules(latest), 72);
    write(new RowChange.PutRules(earlier), 71);

    assertThat(await(table.latest())).contains(latest);
    assertThat(await(table.version(2))).contains(earlier);
    assertThat(await(table.version(3))).isEmpty();
    assertThat(await(table.history(5)))
        .containsExactly(RulesSummary.of(latest), RulesSummary.of(earlier));
    assertThat(await(table.history(1))).containsExactly(RulesSummary.of(latest));

    write(new RowChange.DropRules(2), 73);
    assertThat(await(table.version(2))).isEmpty();
    assertThat(await(table.latest())).contains(latest);
  }

  @Test
  @DisplayName("Rules: a shadow is there before any version, and goes with its promotion")
  void shadow() {
    write(new RowChange.PutShadow(SHADOW), 73);
    assertThat(await(table.latest())).isEmpty();
    assertThat(await(table.history(5))).isEmpty();
    assertThat(await(table.shadow())).contains(SHADOW);
    assertThat(state()).isEqualTo(new RulesState(RulesVersion.NONE, SHADOW.appliedAt(), 73, SHADOW));

    RulesVersion promoted = new RulesVersion(1, SHADOW.text(), 1_790_000_000_002L);
    write(new RowChange.PutRules(promoted, true), 74);
    write(new RowChange.PutShadow(SHADOW), 73);

    assertThat(await(table.shadow())).as("a late write changes nothing").isEmpty();
    assertThat(state()).isEqualTo(new RulesState(promoted, promoted.appliedAt(), 74, null));
  }

  @Test
  @DisplayName("Rules: a version leaves the shadow as it is; a dropped one is none")
  void dropped() {
    write(new RowChange.PutShadow(SHADOW), 73);
    write(new RowChange.PutRules(new RulesVersion(1, "", 1)), 74);
    assertThat(await(table.shadow())).contains(SHADOW);

    write(new RowChange.PutShadow(null), 75);

    assertThat(await(table.shadow())).isEmpty();
    assertThat(state().applied()).isEqualTo(75);
  }

  @Test
  @DisplayName("Rules: what several counters saw of a shadow is added up")
  void counts() {
    ShadowCounts counts = new ShadowCounts(session, KEYSPACE);
    await(counts.put(73, "a", new ShadowCount("hot", 1, 0, List.of("{}"))));
    await(counts.put(73, "a", new ShadowCount("hot", 2, 1, List.of("{}"))));
    await(counts.put(73, "b", new ShadowCount("hot", 3, 0, List.of())));
    await(counts.put(73, "b", new ShadowCount("loud", 0, 9, List.of())));
    await(counts.put(99, "b", new ShadowCount("hot", 7, 7, List.of())));

    assertThat(await(counts.of(73)))
        .containsExactly(
            new ShadowCount("loud", 0, 9, List.of()), new ShadowCount("hot", 5, 1, List.of("{}")));
    assertThat(await(counts.of(1))).isEmpty();
  }

  private static RulesState state() {
    return new StoredState(session, KEYSPACE).rules().orElseThrow().value();
  }

  private static void write(RowChange change, long position) {
    await(rows.write(RulesStateMachine.KEY, change, position));
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
