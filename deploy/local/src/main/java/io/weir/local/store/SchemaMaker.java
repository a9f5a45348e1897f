package io.weir.local.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import io.weir.device.store.Schema;
import io.weir.device.twin.IndexedPaths;
import io.weir.local.components.CassandraComponent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Makes the hub's keyspace and tables where they are missing, and claims the log's epoch. */
public final class SchemaMaker {
  private static final int LOCAL_REPLICAS = 1;

  /** What was claimed when the hub was made, and stays. */
  public record Claimed(long epoch, IndexedPaths indexed) {}

  private SchemaMaker() {}

  /**
   * Makes what is missing.
   *
   * @param nowMicros microseconds since 1970, the epoch if there is none yet
   * @param indexed which paths of twins are indexed, if none are yet
   * @return what is in force
   */
  public static Claimed make(
      String host, int port, String keyspace, long nowMicros, IndexedPaths indexed)
      throws IOException {
    try (CqlSession session = open(host, port)) {
      Schema.create(session, keyspace, LOCAL_REPLICAS);
      return new Claimed(
          Schema.claimEpoch(session, keyspace, nowMicros),
          Schema.claimIndexedPaths(session, keyspace, indexed));
    } catch (DriverException e) {
      throw new IOException("Cassandra refused the schema: " + e.getMessage(), e);
    }
  }

  private static CqlSession open(String host, int port) {
    // The driver reads the whole schema back after each change unless it is told not to care.
    DriverConfigLoader config =
        DriverConfigLoader.programmaticBuilder()
            .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
            .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ofMillis(10))
            .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
            .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(30))
            .withInt(DefaultDriverOption.CONNECTION_POOL_LOCAL_SIZE, 1)
            // Or closing the session takes two seconds.
            .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
            .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
            .withInt(DefaultDriverOption.NETTY_IO_SIZE, 1)
            .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
            .build();
    return CqlSession.builder()
        .addContactPoint(new InetSocketAddress(host, port))
        .withLocalDatacenter(CassandraComponent.DATACENTER)
        .withConfigLoader(config)
        .build();
  }
}
