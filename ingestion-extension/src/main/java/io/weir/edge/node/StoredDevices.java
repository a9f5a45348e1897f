package io.weir.edge.node;

import io.weir.device.connection.Connection;
import io.weir.device.connection.Presence;
import io.weir.device.identity.Identity;
import io.weir.device.identity.TwinKey;
import io.weir.device.store.DeviceTables;
import io.weir.device.store.TwinRow;
import io.weir.edge.registry.DeviceStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The reads of devices and modules, from Cassandra. */
record StoredDevices(DeviceTables tables) implements DeviceStore {

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

  @Override
  public CompletionStage<List<Identity>> modules(String deviceId) {
    return tables.modules(deviceId);
  }

  @Override
  public CompletionStage<Optional<TwinRow>> twin(TwinKey key) {
    return tables.twin(key);
  }

  @Override
  public CompletionStage<Presence> presence(TwinKey key) {
    return tables.presence(key);
  }
}
