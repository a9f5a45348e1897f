package io.weir.edge.registry;

import io.weir.device.connection.Connection;
import io.weir.device.connection.Presence;
import io.weir.device.identity.Identity;
import io.weir.device.identity.TwinKey;
import io.weir.device.store.TwinRow;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What is read of devices and modules; any stage may fail when the store is not reachable. */
public interface DeviceStore {

  CompletionStage<Optional<Identity>> identity(TwinKey key);

  /** Of devices. */
  CompletionStage<List<Identity>> identities(int limit);

  /** Of a device. */
  CompletionStage<List<Identity>> modules(String deviceId);

  CompletionStage<Optional<TwinRow>> twin(TwinKey key);

  CompletionStage<Presence> presence(TwinKey key);

  CompletionStage<Optional<Connection>> connection(TwinKey key);
}
