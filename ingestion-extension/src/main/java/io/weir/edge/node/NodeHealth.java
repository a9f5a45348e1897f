package io.weir.edge.node;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How the node is: asked of Cassandra, once a second at most, and of the lease, which lives on
 * Kafka.
 */
public final class NodeHealth {

  private static final SimpleStatement PROBE =
      SimpleStatement.newInstance("SELECT key FROM system.local")
          .setIdempotent(true)
          .setTimeout(Duration.ofSeconds(2));

  /** Anybody may ask, as often as they like. */
  private static final Duration KEPT = Duration.ofSeconds(1);

  private final NodeLease lease;
  private final Supplier<CompletionStage<Boolean>> cassandra;
  private final LongSupplier nanoTime;
  private CompletionStage<Boolean> probe;
  private long probedAt;

  NodeHealth(NodeLease lease, CqlSession session) {
    this(lease, () -> probe(session), System::nanoTime);
  }

  /**
   * @param cassandra asks it; never fails
   */
  NodeHealth(NodeLease lease, Supplier<CompletionStage<Boolean>> cassandra, LongSupplier nanoTime) {
    this.lease = lease;
    this.cassandra = cassandra;
    this.nanoTime = nanoTime;
  }

  /**
   * The parts of the node.
   *
   * @param kafka whether a heartbeat went through Kafka and back within the last second
   */
  public record Health(boolean kafka, boolean cassandra, LeaseState lease) {
    public boolean up() {
      return kafka && cassandra && lease == LeaseState.LIVE;
    }
  }

  public CompletionStage<Health> check() {
    return recentProbe()
        .thenApply(
            up -> {
              LeaseState state = lease.state();
              return new Health(state == LeaseState.LIVE, up, state);
            });
  }

  private synchronized CompletionStage<Boolean> recentProbe() {
    long now = nanoTime.getAsLong();
    if (probe == null || now - probedAt >= KEPT.toNanos()) {
      probe = cassandra.get();
      probedAt = now;
    }
    return probe;
  }

  private static CompletionStage<Boolean> probe(CqlSession session) {
    try {
      return session.executeAsync(PROBE).handle((row, failure) -> failure == null);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(false);
    }
  }
}
