package io.weir.device.query;

import io.weir.device.connection.Connection;
import io.weir.device.identity.TwinKey;
import java.util.concurrent.CompletionStage;

/** Who is connected, and when it was here. */
public interface PresenceReader {

  /** Fails as the store does: what cannot be read must not count as not connected. */
  CompletionStage<TwinPresence> of(TwinKey key);

  /** Whether a living node holds it by this connection. */
  boolean isAlive(Connection connection);
}
