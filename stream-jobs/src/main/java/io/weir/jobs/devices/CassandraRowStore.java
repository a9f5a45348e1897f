package io.weir.jobs.devices;

import com.datastax.oss.driver.api.core.CqlSession;
import io.weir.device.state.RowChange;
import io.weir.device.store.CassandraSessions;
import io.weir.device.store.DeviceTables;
import io.weir.device.store.Schema;
import io.weir.jobs.JobArguments;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The hub's tables in Cassandra. */
final class CassandraRowStore implements RowStore {

  private final CqlSession session;
  private final DeviceTables tables;
  private final long epoch;

  private CassandraRowStore(CqlSession session, String keyspace) {
    this.session = session;
    this.tables = new DeviceTables(session, keyspace);
    this.epoch = Schema.epoch(session, keyspace);
  }

  /** A factory for the hub's own keyspace, which must exist when a store is opened. */
  static RowStore.Factory of(JobArguments arguments) {
    return new Connecting(
        arguments.hub(), List.copyOf(arguments.cassandra()), arguments.datacenter());
  }

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  public CompletionStage<Void> write(String key, RowChange change, long position) {
    return tables.write(key, change, position);
  }

  @Override
  public void close() {
    session.close();
  }

  private record Connecting(String keyspace, List<String> contactPoints, String datacenter)
      implements RowStore.Factory {

    @Override
    public RowStore open() {
      CqlSession session = CassandraSessions.open(contactPoints, datacenter, keyspace);
      try {
        return new CassandraRowStore(session, keyspace);
      } catch (RuntimeException e) {
        session.close();
        throw e;
      }
    }
  }
}
