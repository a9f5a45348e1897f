package io.weir.edge.connection;

import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.error.HubError;
import io.weir.edge.node.HubException;
import io.weir.edge.node.LeaseState;
import io.weir.edge.node.NodeLease;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** A lease whose state the test decides. */
public final class SettableLease implements NodeLease {
  private final AtomicLong counter = new AtomicLong();
  private volatile LeaseState state = LeaseState.LIVE;
  private volatile CompletableFuture<Void> nextLive = new CompletableFuture<>();

  /** Whoever waits learns it. */
  public void become(LeaseState next) {
    state = next;
    CompletableFuture<Void> waiting = nextLive;
    if (next == LeaseState.LIVE) {
      nextLive = new CompletableFuture<>();
      waiting.complete(null);
    } else if (next == LeaseState.LAPSED) {
      waiting.completeExceptionally(
          new HubException(HubError.SERVICE_UNAVAILABLE, "The lease has lapsed."));
    }
  }

  @Override
  public LeaseState state() {
    return state;
  }

  @Override
  public EdgeAddress address() {
    return new EdgeAddress(0, "i");
  }

  @Override
  public ConnectionId nextConnectionId() {
    return new ConnectionId("i", counter.incrementAndGet());
  }

  @Override
  public CompletionStage<Void> whenLive() {
    return state == LeaseState.LIVE ? CompletableFuture.completedStage(null) : nextLive;
  }
}
