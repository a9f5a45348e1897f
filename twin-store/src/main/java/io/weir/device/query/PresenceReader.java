package io.weir.device.query;

import io.weir.device.connection.Connection;
import io.weir.device.identity.TwinKey;
import java.util.concurrent.CompletionStage;

/** Who is connected, and when it was here. */
public interface PresenceReader {

  /** Never fails: what cannot be read counts as not connected and never here. */
  CompletionStage<TwinPresence> of(TwinKey key);

  /** Whether a living node holds it by this connection. */
  boolean isAlive(Connection connection);
}
