package io.weir.edge.node;

import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import java.util.concurrent.CompletionStage;

/**
 * The node's right to hold devices (design, "The log's rules" 7 and 8). Every method is cheap and
 * thread-safe.
 */
public interface NodeLease {

  /** LAPSED also before the first lease is won. */
  LeaseState state();

  /**
   * Where this node is reached in its present life.
   *
   * @throws HubException SERVICE_UNAVAILABLE while no partition is leased
   */
  EdgeAddress address();

  /**
   * A connection id that was never given before.
   *
   * @throws HubException SERVICE_UNAVAILABLE while no partition is leased
   */
  ConnectionId nextConnectionId();

  /**
   * Completes at once while the lease is live, otherwise as soon as it is live again; fails with
   * SERVICE_UNAVAILABLE when the incarnation ends first. Whoever acknowledges something to a device
   * waits for it. The caller looks at {@link #state()} first where it must not wait.
   */
  CompletionStage<Void> whenLive();
}
