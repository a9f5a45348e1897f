package io.weir.jobs.devices;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.InvalidKeyspaceException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.type.codec.CodecNotFoundException;
import io.weir.device.state.RowChange;
import io.weir.device.store.CassandraSessions;
import io.weir.device.store.LogTopic;
import io.weir.device.store.RowWriter;
import io.weir.device.store.Schema;
import io.weir.device.store.StoredState;
import io.weir.device.twin.IndexTerms;
import io.weir.jobs.JobArguments;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The hub's tables in Cassandra. */
final class CassandraRowStore implements RowStore {

  private final CqlSession session;
  private final String keyspace;
  private final RowWriter rows;
  private final long epoch;

  private CassandraRowStore(CqlSession session, String keyspace) {
    this.session = session;
    this.keyspace = keyspace;
    this.rows =
        new RowWriter(session, keyspace, new IndexTerms(Schema.indexedPaths(session, keyspace)));
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
  public LogTopic claim(LogTopic topic) {
    return Schema.claimTopic(session, keyspace, topic);
  }

  @Override
  public StoredState stored() {
    return new StoredState(session, keyspace);
  }

  @Override
  public CompletionStage<Void> write(String key, RowChange change, long position) {
    return rows.write(key, change, position)
        .exceptionallyCompose(
            failure -> CompletableFuture.failedFuture(refusedOrNot(unwrapped(failure))));
  }

  /** A statement that Cassandra or the driver finds invalid stays so. */
  static Throwable refusedOrNot(Throwable failure) {
    return failure instanceof QueryValidationException
            || failure instanceof InvalidKeyspaceException
            || failure instanceof CodecNotFoundException
        ? new RefusedException(failure)
        : failure;
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
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
