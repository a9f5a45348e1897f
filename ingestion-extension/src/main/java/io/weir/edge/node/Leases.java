package io.weir.edge.node;

import io.weir.device.connection.EdgeAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The leases of all nodes, as far as this node has read the log. */
interface Leases {

  /** Of this node; the others' are known for sure only while it is LIVE. */
  LeaseState state();

  /** This node's own address. */
  EdgeAddress address();

  /** Whether this incarnation, of any node, holds its partition. */
  boolean isAlive(EdgeAddress address);

  /** The incarnations that hold a partition, the lowest partition first. */
  List<EdgeAddress> alive();

  /**
   * Completes when everything that was in the log at the time of the call has been read: a
   * heartbeat of this node that was sent since has come back. Fails when its life ends first.
   */
  CompletionStage<Void> caughtUp();
}
