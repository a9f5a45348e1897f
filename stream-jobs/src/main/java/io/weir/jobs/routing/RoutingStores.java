package io.weir.jobs.routing;

import io.weir.jobs.JobArguments;
import io.weir.jobs.explain.CassandraExplanationStore;
import io.weir.jobs.explain.ExplanationStore;
import io.weir.jobs.shadow.CassandraShadowStore;
import io.weir.jobs.shadow.ShadowStore;
import io.weir.jobs.twins.CassandraTwins;
import io.weir.jobs.twins.TwinStore;
import java.io.Serializable;

/** What the routing job reads and keeps outside of the log; each connects when it is first used. */
record RoutingStores(
    TwinStore.Factory twins, ShadowStore.Factory shadows, ExplanationStore.Factory explanations)
    implements Serializable {

  /** The hub's. */
  static RoutingStores inCassandra(JobArguments arguments) {
    return new RoutingStores(
        CassandraTwins.of(arguments),
        CassandraShadowStore.of(arguments),
        CassandraExplanationStore.of(arguments));
  }
}
