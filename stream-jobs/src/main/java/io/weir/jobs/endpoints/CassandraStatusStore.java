package io.weir.jobs.endpoints;

import io.weir.device.endpoint.EndpointStatus;
import io.weir.device.store.EndpointStatuses;
import io.weir.jobs.CassandraTables;
import io.weir.jobs.JobArguments;
import java.util.Optional;

/** The hub's table in Cassandra; connects when it is first used, and again until that succeeds. */
final class CassandraStatusStore implements StatusStore {

  private final CassandraTables<EndpointStatuses> tables;

  private CassandraStatusStore(JobArguments arguments) {
    this.tables = new CassandraTables<>(arguments, EndpointStatuses::new);
  }

  static StatusStore of(JobArguments arguments) {
    return new CassandraStatusStore(arguments);
  }

  @Override
  public Optional<EndpointStatus> read(String name) {
    return tables.get().of(name).toCompletableFuture().join();
  }

  @Override
  public void write(EndpointStatus status) {
    tables.get().write(status).toCompletableFuture().join();
  }

  @Override
  public void close() {
    tables.close();
  }
}
