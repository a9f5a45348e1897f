package io.weir.device.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Opens sessions that fit the hub: LOCAL_QUORUM, every wait bounded, back quickly after a loss. */
public final class CassandraSessions {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private CassandraSessions() {}

  /**
   * @param contactPoints {@code host:port}
   * @param keyspaceOrNull null to create or inspect keyspaces
   * @throws com.datastax.oss.driver.api.core.DriverException when no contact point answers; the
   *     caller decides whether to try again
   */
  public static CqlSession open(
      List<String> contactPoints, String datacenter, String keyspaceOrNull) {
    // An extension's or a job's thread may carry a context class loader that lacks the driver.
    ClassLoader classLoader = CassandraSessions.class.getClassLoader();
    CqlSessionBuilder builder =
        CqlSession.builder()
            .withClassLoader(classLoader)
            .withConfigLoader(config(classLoader, keyspaceOrNull))
            .addContactPoints(contactPoints.stream().map(CassandraSessions::address).toList())
            .withLocalDatacenter(datacenter);
    return (keyspaceOrNull == null ? builder : builder.withKeyspace(keyspaceOrNull)).build();
  }

  /**
   * Schema metadata is read for the hub's keyspace only: without any, the driver could not send a
   * statement to a replica.
   */
  private static DriverConfigLoader config(ClassLoader classLoader, String keyspaceOrNull) {
    return DriverConfigLoader.programmaticBuilder(classLoader)
        .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "LOCAL_QUORUM")
        .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, "LOCAL_SERIAL")
        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, TIMEOUT)
        .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, TIMEOUT)
        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, TIMEOUT)
        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, TIMEOUT)
        .withDuration(
            DefaultDriverOption.CONTROL_CONNECTION_AGREEMENT_INTERVAL, Duration.ofMillis(20))
        .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(100))
        .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(1))
        .withDuration(DefaultDriverOption.HEARTBEAT_INTERVAL, TIMEOUT)
        .withDuration(DefaultDriverOption.HEARTBEAT_TIMEOUT, Duration.ofSeconds(2))
        .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, keyspaceOrNull != null)
        .withStringList(
            DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES,
            keyspaceOrNull == null ? List.of() : List.of(keyspaceOrNull))
        .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ofMillis(10))
        .withDuration(DefaultDriverOption.METADATA_TOPOLOGY_WINDOW, Duration.ofMillis(100))
        .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
        .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
        .withInt(DefaultDriverOption.NETTY_IO_SIZE, 2)
        .withBoolean(DefaultDriverOption.NETTY_DAEMON, true)
        .build();
  }

  private static InetSocketAddress address(String contactPoint) {
    int colon = contactPoint.lastIndexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException(
          "contact point: " + contactPoint + " (expected: host:port)");
    }
    String host = contactPoint.substring(0, colon).replace("[", "").replace("]", "");
    return new InetSocketAddress(host, Integer.parseInt(contactPoint.substring(colon + 1)));
  }
}
