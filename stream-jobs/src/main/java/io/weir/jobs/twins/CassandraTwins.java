package io.weir.jobs.twins;

import com.datastax.oss.driver.api.core.CqlSession;
import io.weir.device.identity.TwinKey;
import io.weir.device.store.CassandraSessions;
import io.weir.device.store.DeviceTables;
import io.weir.jobs.JobArguments;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The hub's tables in Cassandra. */
public final class CassandraTwins implements TwinStore {

  private final CqlSession session;
  private final DeviceTables tables;

  private CassandraTwins(CqlSession session, String keyspace) {
    this.session = session;
    this.tables = new DeviceTables(session, keyspace);
  }

  /** A factory for the hub's own keyspace. */
  public static TwinStore.Factory of(JobArguments arguments) {
    return new Connecting(
        arguments.hub(), List.copyOf(arguments.cassandra()), arguments.datacenter());
  }

  @Override
  public CompletionStage<Optional<String>> read(TwinKey key) {
    return tables.twin(key).thenApply(row -> row.map(TwinText::of));
  }

  @Override
  public void close() {
    session.close();
  }

  private record Connecting(String keyspace, List<String> contactPoints, String datacenter)
      implements TwinStore.Factory {

    @Override
    public TwinStore open() {
      CqlSession session = CassandraSessions.open(contactPoints, datacenter, keyspace);
      try {
        return new CassandraTwins(session, keyspace);
      } catch (RuntimeException e) {
        session.close();
        throw e;
      }
    }
  }
}
