package io.weir.edge.registry;

import io.weir.device.error.HubError;
import io.weir.edge.node.HubException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Reads of the store in the hub's terms. */
public final class Reads {

  private Reads() {}

  /** The same, failing with SERVICE_UNAVAILABLE when the store cannot be read. */
  public static <T> CompletionStage<T> of(CompletionStage<T> read) {
    return read.exceptionally(
        failure -> {
          Throwable cause =
              failure instanceof CompletionException && failure.getCause() != null
                  ? failure.getCause()
                  : failure;
          throw new HubException(
              HubError.SERVICE_UNAVAILABLE, "The store cannot be read at the moment.", cause);
        });
  }
}
