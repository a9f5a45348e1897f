package io.weir.edge.twin;

import io.weir.device.connection.Connection;
import io.weir.device.identity.TwinKey;
import io.weir.device.query.PresenceReader;
import io.weir.device.query.TwinPresence;
import io.weir.edge.registry.Liveness;
import java.util.concurrent.CompletionStage;

/**
 * Presence as queries ask for it: unlike a twin that is shown, a count that is wrong would be worth
 * less than a refusal.
 */
public record StoredPresence(Liveness liveness) implements PresenceReader {

  @Override
  public CompletionStage<TwinPresence> of(TwinKey key) {
    return liveness
        .store()
        .connection(key)
        .thenApply(held -> held.filter(this::isAlive).isPresent())
        .thenCombine(liveness.store().presence(key), TwinPresence::new);
  }

  @Override
  public boolean isAlive(Connection connection) {
    return liveness.alive().test(connection.edge());
  }
}
