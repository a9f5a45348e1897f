package io.weir.device.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.weir.device.state.RulesSummary;
import io.weir.device.state.RulesVersion;
import io.weir.device.state.ShadowRules;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Reads the rule set, its former versions and its shadow, which {@link RowWriter} writes.
 *
 * <p>Stages complete on a thread of the driver, which must not be blocked; they fail with the
 * driver's {@code DriverException}.
 */
public final class RulesTable {

  private final CqlSession session;
  private final String from;
  private final PreparedStatement latest;
  private final PreparedStatement version;
  private final PreparedStatement history;
  private final PreparedStatement shadow;

  /** Prepares the statements: the keyspace's tables must be there. */
  public RulesTable(CqlSession session, String keyspace) {
    this.session = session;
    this.from = " FROM " + Schema.quoted(keyspace) + ".rules WHERE name = ?";
    this.latest = select(RulesRows.COLUMNS, " LIMIT 1");
    this.version = select(RulesRows.COLUMNS, " AND version = ?");
    this.history = select(RulesRows.SUMMARY_COLUMNS, " LIMIT ?");
    this.shadow = select(RulesRows.SHADOW_COLUMNS, " LIMIT 1");
  }

  /** The version in force. */
  public CompletionStage<Optional<RulesVersion>> latest() {
    return one(latest.bind(RulesRows.NAME), RulesRows::version);
  }

  /** That version, if it is kept. */
  public CompletionStage<Optional<RulesVersion>> version(long number) {
    return one(version.bind(RulesRows.NAME, number), RulesRows::version);
  }

  /**
   * The latest versions, the one in force first.
   *
   * @param limit at most so many
   */
  public CompletionStage<List<RulesSummary>> history(int limit) {
    return session
        .executeAsync(history.bind(RulesRows.NAME, limit).setPageSize(limit))
        .thenApply(RulesTable::summaries);
  }

  /** The rule set beside the one in force. */
  public CompletionStage<Optional<ShadowRules>> shadow() {
    return one(shadow.bind(RulesRows.NAME), RulesRows::shadow);
  }

  private <T> CompletionStage<Optional<T>> one(
      BoundStatement statement, Function<Row, Optional<T>> read) {
    return session
        .executeAsync(statement)
        .thenApply(result -> Optional.ofNullable(result.one()).flatMap(read));
  }

  private static List<RulesSummary> summaries(AsyncResultSet result) {
    return StreamSupport.stream(result.currentPage().spliterator(), false)
        .flatMap(row -> RulesRows.summary(row).stream())
        .toList();
  }

  /** The driver may repeat every read. */
  private PreparedStatement select(String columns, String which) {
    return session.prepare(
        SimpleStatement.newInstance("SELECT " + columns + from + which).setIdempotent(true));
  }
}
