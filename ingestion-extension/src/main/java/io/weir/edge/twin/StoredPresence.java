package io.weir.edge.twin;

import io.weir.device.connection.Connection;
import io.weir.device.identity.TwinKey;
import io.weir.device.query.PresenceReader;
import io.weir.device.query.TwinPresence;
import io.weir.edge.registry.Liveness;
import java.util.concurrent.CompletionStage;

/** Presence as queries ask for it. */
public record StoredPresence(Liveness liveness) implements PresenceReader {

  @Override
  public CompletionStage<TwinPresence> of(TwinKey key) {
    return liveness
        .of(key)
        .thenApply(seen -> new TwinPresence(seen.connection().isPresent(), seen.presence()));
  }

  @Override
  public boolean isAlive(Connection connection) {
    return liveness.alive().test(connection.edge());
  }
}
