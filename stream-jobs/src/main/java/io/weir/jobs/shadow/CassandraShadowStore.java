package io.weir.jobs.shadow;

import io.weir.device.state.ShadowCount;
import io.weir.device.store.ShadowCounts;
import io.weir.jobs.CassandraTables;
import io.weir.jobs.JobArguments;

/** The hub's table in Cassandra; connects when it is first used, and again until that succeeds. */
public final class CassandraShadowStore implements ShadowStore {

  private final CassandraTables<ShadowCounts> tables;

  private CassandraShadowStore(JobArguments arguments) {
    this.tables = new CassandraTables<>(arguments, ShadowCounts::new);
  }

  /** Makes stores in tasks. */
  public static ShadowStore.Factory of(JobArguments arguments) {
    return () -> new CassandraShadowStore(arguments);
  }

  @Override
  public void put(long shadow, String writer, ShadowCount total) {
    tables.get().put(shadow, writer, total).toCompletableFuture().join();
  }

  @Override
  public void close() {
    tables.close();
  }
}
