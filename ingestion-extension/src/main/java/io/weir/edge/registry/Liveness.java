package io.weir.edge.registry;

import io.weir.device.connection.Connection;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.connection.Presence;
import io.weir.device.identity.TwinKey;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Who is connected. Worth no refusal: without an answer of the store a device counts as not
 * connected and never seen.
 *
 * @param alive whether a node's incarnation lives: who is held by a dead one is not connected
 */
public record Liveness(DeviceStore store, Predicate<EdgeAddress> alive) {

  /** A living node's connection, and when the device was here. */
  public record Seen(Optional<Connection> connection, Presence presence) {}

  public CompletionStage<Seen> of(TwinKey key) {
    CompletionStage<Optional<Connection>> held =
        store
            .connection(key)
            .exceptionally(failure -> Optional.empty())
            .thenApply(found -> found.filter(connection -> alive.test(connection.edge())));
    CompletionStage<Presence> presence =
        store.presence(key).exceptionally(failure -> Presence.NEVER);
    return held.thenCombine(presence, Seen::new);
  }
}
