package io.weir.device.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.weir.device.identity.DeviceTotals;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How many devices there are. Counting reads one column of every row, so that an answer serves for
 * twenty times as long as it took: exact for a small hub, and a twentieth of one connection's time
 * for a large one, whoever asks how often.
 */
public final class DeviceCounts {

  private static final int PAGE = 5_000;
  private static final int SERVES = 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final CqlSession session;
  private final String prefix;
  private final LongSupplier nanoTime;
  private CompletableFuture<DeviceTotals> latest;
  private long goodUntil;

  /**
   * @param nanoTime a monotonic clock
   */
  public DeviceCounts(CqlSession session, String keyspace, LongSupplier nanoTime) {
    this.session = session;
    this.prefix = Schema.quoted(keyspace) + ".";
    this.nanoTime = nanoTime;
  }

  /** The latest counts, or new ones; fails with the driver's {@code DriverException}. */
  public synchronized CompletionStage<DeviceTotals> counts() {
    boolean counting = latest != null && !latest.isDone();
    boolean good =
        latest != null
            && latest.isDone()
            && !latest.isCompletedExceptionally()
            && nanoTime.getAsLong() - goodUntil < 0;
    if (!counting && !good) {
      long begun = nanoTime.getAsLong();
      latest = count().toCompletableFuture();
      latest = latest.whenComplete((counts, failure) -> counted(begun));
    }
    return latest;
  }

  private synchronized void counted(long begun) {
    long now = nanoTime.getAsLong();
    goodUntil = now + SERVES * (now - begun);
  }

  private CompletionStage<DeviceTotals> count() {
    long[] devices = new long[2];
    long[] others = new long[2];
    return scan(
            "status",
            "devices",
            row -> {
              devices[0]++;
              devices[1] += "enabled".equals(row.getString(0)) ? 1 : 0;
            })
        .thenCompose(done -> scan("device_id", "connections", row -> others[0]++))
        .thenCompose(done -> scan("device_id", "modules", row -> others[1]++))
        .thenApply(done -> new DeviceTotals(devices[0], devices[1], others[0], others[1]));
  }

  private CompletionStage<Void> scan(String column, String table, Consumer<Row> counter) {
    return session
        .executeAsync(
            SimpleStatement.newInstance("SELECT " + column + " FROM " + prefix + table)
                .setPageSize(PAGE)
                .setTimeout(TIMEOUT)
                .setIdempotent(true))
        .thenCompose(page -> scan(page, counter));
  }

  private static CompletionStage<Void> scan(AsyncResultSet page, Consumer<Row> counter) {
    page.currentPage().forEach(counter);
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> scan(next, counter))
        : CompletableFuture.completedFuture(null);
  }
}
