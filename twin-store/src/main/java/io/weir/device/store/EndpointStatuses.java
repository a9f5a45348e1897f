package io.weir.device.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.weir.device.endpoint.EndpointState;
import io.weir.device.endpoint.EndpointStatus;
import io.weir.device.endpoint.Health;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The table {@code endpoint_health}: a row for each endpoint that has a sender, or once had. The
 * endpoints job alone writes it.
 *
 * <p>Stages complete on a thread of the driver, which must not be blocked; they fail with the
 * driver's {@code DriverException}.
 */
public final class EndpointStatuses {

  private static final String COLUMNS =
      "name, kind, state, since, failing_since, last_trouble, last_success, last_error,"
          + " delivered, dead_lettered, lag";

  private final CqlSession session;
  private final PreparedStatement all;
  private final PreparedStatement one;
  private final PreparedStatement write;

  /** Prepares the statements: the keyspace's tables must be there. */
  public EndpointStatuses(CqlSession session, String keyspace) {
    this.session = session;
    String table = Schema.quoted(keyspace) + ".endpoint_health";
    this.all = prepared("SELECT " + COLUMNS + " FROM " + table);
    this.one = prepared("SELECT " + COLUMNS + " FROM " + table + " WHERE name = ?");
    this.write =
        prepared(
            "INSERT INTO " + table + " (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  }

  private PreparedStatement prepared(String statement) {
    return session.prepare(SimpleStatement.newInstance(statement).setIdempotent(true));
  }

  /** All that were ever written, in no order. */
  public CompletionStage<List<EndpointStatus>> all() {
    return session
        .executeAsync(all.bind())
        .thenCompose(page -> collect(page, new ArrayList<>()))
        .thenApply(List::copyOf);
  }

  /** The endpoint's last status. */
  public CompletionStage<Optional<EndpointStatus>> of(String name) {
    return session
        .executeAsync(one.bind(name))
        .thenApply(result -> Optional.ofNullable(result.one()).map(EndpointStatuses::status));
  }

  public CompletionStage<Void> write(EndpointStatus status) {
    Health health = status.health();
    BoundStatement statement =
        write.bind(
            status.name(),
            status.kind(),
            status.state().wireName(),
            Instant.ofEpochMilli(status.since()),
            Instant.ofEpochMilli(health.failingSince()),
            Instant.ofEpochMilli(health.lastTrouble()),
            Instant.ofEpochMilli(health.lastSuccess()),
            health.lastError(),
            status.delivered(),
            status.deadLettered(),
            status.lag());
    return session.executeAsync(statement).thenApply(done -> null);
  }

  private static CompletionStage<List<EndpointStatus>> collect(
      AsyncResultSet page, List<EndpointStatus> into) {
    page.currentPage().forEach(row -> into.add(status(row)));
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> collect(next, into))
        : CompletableFuture.completedFuture(into);
  }

  private static EndpointStatus status(Row row) {
    return new EndpointStatus(
        row.getString("name"),
        row.getString("kind"),
        EndpointState.named(row.getString("state")).orElse(EndpointState.UNKNOWN),
        millis(row, "since"),
        new Health(
            millis(row, "failing_since"),
            millis(row, "last_trouble"),
            millis(row, "last_success"),
            row.getString("last_error")),
        row.getLong("delivered"),
        row.getLong("dead_lettered"),
        row.getLong("lag"));
  }

  private static long millis(Row row, String column) {
    Instant time = row.getInstant(column);
    return time == null ? Health.NOT_YET : time.toEpochMilli();
  }
}
