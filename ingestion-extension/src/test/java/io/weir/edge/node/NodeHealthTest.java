package io.weir.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.edge.node.NodeHealth.Health;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NodeHealthTest {

  private final SettableLease lease = new SettableLease();
  private long nanos;
  private int probes;
  private boolean up = true;
  private final NodeHealth health =
      new NodeHealth(
          lease,
          () -> {
            probes++;
            return CompletableFuture.completedFuture(up);
          },
          () -> nanos);

  @Test
  @DisplayName("However often health is asked, Cassandra is asked once a second")
  void asksCassandraOnceASecond() {
    assertThat(check()).isEqualTo(new Health(true, true, LeaseState.LIVE));
    up = false;
    lease.state = LeaseState.STALE;
    nanos += Duration.ofMillis(999).toNanos();
    assertThat(check()).isEqualTo(new Health(false, true, LeaseState.STALE));
    assertThat(probes).isEqualTo(1);
    nanos += Duration.ofMillis(1).toNanos();
    assertThat(check()).isEqualTo(new Health(false, false, LeaseState.STALE));
    assertThat(probes).isEqualTo(2);
  }

  private Health check() {
    return health.check().toCompletableFuture().join();
  }

  private static final class SettableLease implements NodeLease {
    private LeaseState state = LeaseState.LIVE;

    @Override
    public LeaseState state() {
      return state;
    }

    @Override
    public EdgeAddress address() {
      throw LeaseKeeper.noLease();
    }

    @Override
    public ConnectionId nextConnectionId() {
      throw LeaseKeeper.noLease();
    }

    @Override
    public CompletionStage<Void> whenLive() {
      return CompletableFuture.failedFuture(LeaseKeeper.noLease());
    }
  }
}
