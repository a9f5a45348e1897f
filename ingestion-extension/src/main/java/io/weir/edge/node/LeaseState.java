package io.weir.edge.node;

/** How sure a node may be that it hears of revocations (design, "The log's rules" 7). */
public enum LeaseState {
  /** A heartbeat sent less than a second ago has been read back. */
  LIVE,
  /** Admit nobody; hold acknowledgements and deliveries. */
  STALE,
  /** The incarnation is over: every connection is closed, and the node comes back as a new one. */
  LAPSED
}
