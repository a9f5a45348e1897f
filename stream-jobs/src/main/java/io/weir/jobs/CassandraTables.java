package io.weir.jobs;

import com.datastax.oss.driver.api.core.CqlSession;
import io.weir.device.store.CassandraSessions;
import java.util.function.BiFunction;

/**
 * Tables of the hub's keyspace that a job may never need: connects when they are first asked for,
 * and again until that succeeds. Used by one thread at a time.
 */
public final class CassandraTables<T> implements AutoCloseable {

  private final JobArguments arguments;
  private final BiFunction<CqlSession, String, T> prepare;
  private CqlSession session;
  private T tables;

  /**
   * Connects to nothing yet.
   *
   * @param prepare of a session and the keyspace
   */
  public CassandraTables(JobArguments arguments, BiFunction<CqlSession, String, T> prepare) {
    this.arguments = arguments;
    this.prepare = prepare;
  }

  /** The tables; fails as the driver does. */
  public T get() {
    if (session == null) {
      session =
          CassandraSessions.open(arguments.cassandra(), arguments.datacenter(), arguments.hub());
    }
    if (tables == null) {
      tables = prepare.apply(session, arguments.hub());
    }
    return tables;
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
  }
}
