package io.weir.jobs.shadow;

import com.datastax.oss.driver.api.core.CqlSession;
import io.weir.device.state.ShadowCount;
import io.weir.device.store.CassandraSessions;
import io.weir.device.store.ShadowCounts;
import io.weir.jobs.JobArguments;

/** The hub's table in Cassandra; connects when it is first used, and again until that succeeds. */
public final class CassandraShadowStore implements ShadowStore {

  private final JobArguments arguments;
  private CqlSession session;
  private ShadowCounts counts;

  private CassandraShadowStore(JobArguments arguments) {
    this.arguments = arguments;
  }

  /** Makes stores in tasks. */
  public static ShadowStore.Factory of(JobArguments arguments) {
    return () -> new CassandraShadowStore(arguments);
  }

  @Override
  public void put(long shadow, String writer, ShadowCount total) {
    counts().put(shadow, writer, total).toCompletableFuture().join();
  }

  private ShadowCounts counts() {
    if (session == null) {
      session =
          CassandraSessions.open(arguments.cassandra(), arguments.datacenter(), arguments.hub());
    }
    if (counts == null) {
      counts = new ShadowCounts(session, arguments.hub());
    }
    return counts;
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
  }
}
