package io.weir.device.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.weir.device.state.ShadowCount;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where a shadow's differences are counted. Whoever counts writes its own totals under a name of
 * its own, again and again: so nothing has to be read before it is written, and a repeated write
 * changes nothing. Readers add up.
 *
 * <p>Stages complete on a thread of the driver, which must not be blocked; they fail with the
 * driver's {@code DriverException}.
 */
public final class ShadowCounts {

  private final CqlSession session;
  private final PreparedStatement put;
  private final PreparedStatement of;

  /** Prepares the statements: the keyspace's tables must be there. */
  public ShadowCounts(CqlSession session, String keyspace) {
    this.session = session;
    String table = Schema.quoted(keyspace) + ".rule_shadow_counts";
    this.put =
        prepare(
            "INSERT INTO "
                + table
                + " (shadow, writer, route, gained, lost, samples) VALUES (?, ?, ?, ?, ?, ?)");
    this.of = prepare("SELECT route, gained, lost, samples FROM " + table + " WHERE shadow = ?");
  }

  /**
   * Writes a total.
   *
   * @param shadow the id of {@code ShadowRules}
   * @param writer names one run of one counter; a later run begins at zero under another name
   * @param total all that it has counted of the route
   */
  public CompletionStage<Void> put(long shadow, String writer, ShadowCount total) {
    return session
        .executeAsync(
            put.bind(shadow, writer, total.route(), total.gained(), total.lost(), total.samples()))
        .thenApply(result -> null);
  }

  /** The routes that differ, those that differ most first. */
  public CompletionStage<List<ShadowCount>> of(long shadow) {
    Map<String, ShadowCount> byRoute = new TreeMap<>();
    return session
        .executeAsync(of.bind(shadow))
        .thenCompose(page -> add(page, byRoute))
        .thenApply(ShadowCounts::sorted);
  }

  private static CompletionStage<Map<String, ShadowCount>> add(
      AsyncResultSet page, Map<String, ShadowCount> byRoute) {
    page.currentPage()
        .forEach(row -> byRoute.merge(row.getString("route"), count(row), ShadowCount::plus));
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> add(next, byRoute))
        : CompletableFuture.completedFuture(byRoute);
  }

  private static List<ShadowCount> sorted(Map<String, ShadowCount> byRoute) {
    return byRoute.values().stream()
        .sorted(Comparator.comparingLong(count -> -(count.gained() + count.lost())))
        .toList();
  }

  private static ShadowCount count(Row row) {
    return new ShadowCount(
        row.getString("route"),
        row.getLong("gained"),
        row.getLong("lost"),
        row.getList("samples", String.class));
  }

  private PreparedStatement prepare(String statement) {
    return session.prepare(SimpleStatement.newInstance(statement).setIdempotent(true));
  }
}
