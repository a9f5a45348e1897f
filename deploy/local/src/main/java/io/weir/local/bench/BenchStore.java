package io.weir.local.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.weir.device.identity.TwinKey;
import io.weir.local.components.CassandraComponent;
import io.weir.local.hub.HubConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The hub's device table by the driver alone: what Cassandra takes by itself. */
final class BenchStore implements AutoCloseable {
  private final CqlSession session;
  private final String table;

  private BenchStore(CqlSession session, String table) {
    this.session = session;
    this.table = table;
  }

  static BenchStore open(HubConfig config) {
    DriverConfigLoader settings =
        DriverConfigLoader.programmaticBuilder()
            .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
            .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
            .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
            .build();
    CqlSession session =
        CqlSession.builder()
            .addContactPoint(
                new InetSocketAddress(config.internalHost(), config.ports().cassandra()))
            .withLocalDatacenter(CassandraComponent.DATACENTER)
            .withConfigLoader(settings)
            .build();
    return new BenchStore(session, "\"" + config.hub() + "\".devices");
  }

  /** Reads device rows whole. */
  Callers.Call reads(int devices) {
    PreparedStatement select = session.prepare("SELECT * FROM " + table + " WHERE device_id = ?");
    return number ->
        session.execute(select.bind(TwinNumbers.key(number % devices).deviceId())).one();
  }

  /** Writes the reported columns of a row as they stand, with their index, for other devices. */
  Callers.Call writesLike(TwinKey device, int devices) {
    Row row =
        session.execute("SELECT * FROM " + table + " WHERE device_id = ?", device.deviceId()).one();
    List<String> columns = new ArrayList<>(List.of("device_id"));
    List<Object> values = new ArrayList<>();
    row.getColumnDefinitions()
        .forEach(
            column -> {
              String name = column.getName().asInternal();
              if (name.startsWith("reported") || name.equals("applied")) {
                columns.add(name);
                values.add(row.getObject(column.getName()));
              }
            });
    PreparedStatement insert =
        session.prepare(
            "INSERT INTO "
                + table
                + " ("
                + String.join(", ", columns)
                + ") VALUES (?"
                + ", ?".repeat(values.size())
                + ")");
    return number -> {
      List<Object> bound = new ArrayList<>(List.of("floor-" + number % devices));
      bound.addAll(values);
      session.execute(insert.bind(bound.toArray()));
    };
  }

  /** The first page of the devices that carry an index term. */
  Callers.Call pagesOf(String term, int size) {
    PreparedStatement select =
        session.prepare("SELECT * FROM " + table + " WHERE service_terms CONTAINS ? LIMIT " + size);
    return number -> session.execute(select.bind(term)).all();
  }

  @Override
  public void close() {
    session.close();
  }
}
