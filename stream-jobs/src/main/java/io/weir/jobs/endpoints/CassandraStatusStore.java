package io.weir.jobs.endpoints;

import com.datastax.oss.driver.api.core.CqlSession;
import io.weir.device.endpoint.EndpointStatus;
import io.weir.device.store.CassandraSessions;
import io.weir.device.store.EndpointStatuses;
import io.weir.jobs.JobArguments;
import java.util.List;
import java.util.Optional;

/** The hub's table in Cassandra; connects when it is first used, and again until that succeeds. */
final class CassandraStatusStore implements StatusStore {

  private final List<String> contactPoints;
  private final String datacenter;
  private final String keyspace;
  private CqlSession session;
  private EndpointStatuses statuses;

  private CassandraStatusStore(List<String> contactPoints, String datacenter, String keyspace) {
    this.contactPoints = contactPoints;
    this.datacenter = datacenter;
    this.keyspace = keyspace;
  }

  static StatusStore of(JobArguments arguments) {
    return new CassandraStatusStore(arguments.cassandra(), arguments.datacenter(), arguments.hub());
  }

  @Override
  public Optional<EndpointStatus> read(String name) {
    return statuses().of(name).toCompletableFuture().join();
  }

  @Override
  public void write(EndpointStatus status) {
    statuses().write(status).toCompletableFuture().join();
  }

  private EndpointStatuses statuses() {
    if (session == null) {
      session = CassandraSessions.open(contactPoints, datacenter, keyspace);
    }
    if (statuses == null) {
      statuses = new EndpointStatuses(session, keyspace);
    }
    return statuses;
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
  }
}
