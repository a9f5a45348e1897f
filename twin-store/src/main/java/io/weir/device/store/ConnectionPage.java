package io.weir.device.store;

import io.weir.device.connection.Connection;
import io.weir.device.identity.TwinKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * Some of the devices or modules that are held.
 *
 * @param next where the next page begins; null when there is none
 */
public record ConnectionPage(List<Held> held, ByteBuffer next) {
  public ConnectionPage {
    held = List.copyOf(held);
  }

  /** Whom somebody holds, and who it is. */
  public record Held(TwinKey key, Connection connection) {
    public Held {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(connection, "connection");
    }
  }
}
