package io.weir.edge.node;

import io.weir.device.connection.EdgeAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Where a node receives what others send to its address. */
interface EdgeMailbox {

  /**
   * Receives from now on what is sent to this address, instead of what was sent to another one.
   *
   * @param missed told when a message may have been missed; the address must not be used any more
   * @return completes when nothing sent from then on can be missed
   */
  CompletionStage<Void> open(EdgeAddress address, Runnable missed);

  /** Whether the open address has been read within the time; false once reading has ended. */
  boolean isReadWithin(Duration time);

  /** Receives nothing any more; whoever waits for an answer to that address is told. */
  void shut();
}
