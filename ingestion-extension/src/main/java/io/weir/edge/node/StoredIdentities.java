package io.weir.edge.node;

import io.weir.device.connection.Connection;
import io.weir.device.identity.Identity;
import io.weir.device.identity.TwinKey;
import io.weir.device.store.DeviceTables;
import io.weir.edge.registry.IdentityStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The registry's reads, from Cassandra. */
record StoredIdentities(DeviceTables tables) implements IdentityStore {

  @Override
  public CompletionStage<Optional<Identity>> identity(TwinKey key) {
    return tables.identity(key);
  }

  @Override
  public CompletionStage<List<Identity>> identities(int limit) {
    return tables.identities(limit);
  }

  @Override
  public CompletionStage<Optional<Connection>> connection(TwinKey key) {
    return tables.connection(key);
  }
}
