package io.weir.edge.registry;

import io.weir.device.connection.Connection;
import io.weir.device.identity.Identity;
import io.weir.device.identity.TwinKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What the registry reads; any stage may fail when the store is not reachable. */
public interface IdentityStore {

  CompletionStage<Optional<Identity>> identity(TwinKey key);

  CompletionStage<List<Identity>> identities(int limit);

  CompletionStage<Optional<Connection>> connection(TwinKey key);
}
