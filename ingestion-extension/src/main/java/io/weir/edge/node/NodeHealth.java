package io.weir.edge.node;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** How the node is: asked of Cassandra and of the lease, which lives on Kafka. */
public final class NodeHealth {

  private static final SimpleStatement PROBE =
      SimpleStatement.newInstance("SELECT key FROM system.local")
          .setIdempotent(true)
          .setTimeout(Duration.ofSeconds(2));

  private final NodeLease lease;
  private final CqlSession session;

  NodeHealth(NodeLease lease, CqlSession session) {
    this.lease = lease;
    this.session = session;
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
    return probe()
        .thenApply(
            cassandra -> {
              LeaseState state = lease.state();
              return new Health(state == LeaseState.LIVE, cassandra, state);
            });
  }

  private CompletionStage<Boolean> probe() {
    try {
      return session.executeAsync(PROBE).handle((row, failure) -> failure == null);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(false);
    }
  }
}
