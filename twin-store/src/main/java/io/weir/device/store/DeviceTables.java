package io.weir.device.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.weir.device.connection.Connection;
import io.weir.device.connection.Presence;
import io.weir.device.identity.Identity;
import io.weir.device.identity.TwinKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Reads the device tables, which {@link RowWriter} writes.
 *
 * <p>Stages complete on a thread of the driver, which must not be blocked; they fail with the
 * driver's {@code DriverException}.
 */
public final class DeviceTables {

  private static final String IDENTITY = DeviceRows.IDENTITY_COLUMNS;
  private static final String TWIN =
      IDENTITY + ", " + DeviceRows.SERVICE_COLUMNS + ", " + DeviceRows.REPORTED_COLUMNS;

  private final CqlSession session;
  private final String prefix;
  private final ByOwner identity;
  private final ByOwner twin;
  private final ByOwner connection;
  private final ByOwner presence;
  private final PreparedStatement identities;
  private final PreparedStatement modules;
  private final PreparedStatement connections;
  private final PreparedStatement moduleConnections;

  /** Prepares the statements: the keyspace's tables must be there. */
  public DeviceTables(CqlSession session, String keyspace) {
    this.session = session;
    this.prefix = Schema.quoted(keyspace) + ".";
    this.identity = byOwner("devices", IDENTITY);
    this.twin = byOwner("devices", TWIN);
    this.connection = byOwner("connections", DeviceRows.CONNECTION_COLUMNS);
    this.presence = byOwner("presence", DeviceRows.PRESENCE_COLUMNS);
    this.identities = select("device_id, " + IDENTITY, "devices LIMIT ?");
    this.modules = select("device_id, module_id, " + IDENTITY, "modules WHERE device_id = ?");
    this.connections = select("device_id, " + DeviceRows.CONNECTION_COLUMNS, "connections");
    this.moduleConnections =
        select("device_id, module_id, " + DeviceRows.CONNECTION_COLUMNS, "module_connections");
  }

  public CompletionStage<Optional<Identity>> identity(TwinKey key) {
    return one(identity.bind(key), DeviceRows::identity);
  }

  /** Identity and twin. */
  public CompletionStage<Optional<TwinRow>> twin(TwinKey key) {
    return one(twin.bind(key), DeviceRows::twin);
  }

  /** Identities of devices in no order that a caller may rely on (REST-04). */
  public CompletionStage<List<Identity>> identities(int limit) {
    return all(identities.bind(limit), DeviceRows::identity);
  }

  /** The identities of a device's modules (REST-06). */
  public CompletionStage<List<Identity>> modules(String deviceId) {
    return all(modules.bind(deviceId), DeviceRows::identity);
  }

  /** Who holds it; empty when nobody does. */
  public CompletionStage<Optional<Connection>> connection(TwinKey key) {
    return one(connection.bind(key), DeviceRows::connection);
  }

  /** {@link Presence#NEVER} when it was never here. */
  public CompletionStage<Presence> presence(TwinKey key) {
    return one(presence.bind(key), DeviceRows::presence)
        .thenApply(found -> found.orElse(Presence.NEVER));
  }

  /**
   * Some of the devices that are held, in no order that a caller may rely on. One that comes or
   * goes while the pages are read may be missing.
   *
   * @param from {@link ConnectionPage#next()} of the page before, null for the first
   * @param size at most so many
   */
  public CompletionStage<ConnectionPage> connections(ByteBuffer from, int size) {
    return page(connections, from, size);
  }

  /** The same of modules. */
  public CompletionStage<ConnectionPage> moduleConnections(ByteBuffer from, int size) {
    return page(moduleConnections, from, size);
  }

  private CompletionStage<ConnectionPage> page(
      PreparedStatement statement, ByteBuffer from, int size) {
    return session
        .executeAsync(statement.bind().setPageSize(size).setPagingState(from))
        .thenApply(DeviceTables::page);
  }

  private <T> CompletionStage<Optional<T>> one(BoundStatement statement, Function<Row, T> read) {
    return session
        .executeAsync(statement)
        .thenApply(result -> Optional.ofNullable(result.one()).map(read));
  }

  private <T> CompletionStage<List<T>> all(BoundStatement statement, Function<Row, T> read) {
    List<T> found = new ArrayList<>();
    return session
        .executeAsync(statement)
        .thenCompose(page -> collect(page, read, found))
        .thenApply(List::copyOf);
  }

  private static <T> CompletionStage<List<T>> collect(
      AsyncResultSet page, Function<Row, T> read, List<T> into) {
    page.currentPage().forEach(row -> into.add(read.apply(row)));
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> collect(next, read, into))
        : CompletableFuture.completedFuture(into);
  }

  private static ConnectionPage page(AsyncResultSet result) {
    List<ConnectionPage.Held> held = new ArrayList<>();
    result
        .currentPage()
        .forEach(
            row ->
                held.add(new ConnectionPage.Held(DeviceRows.key(row), DeviceRows.connection(row))));
    return new ConnectionPage(
        held, result.hasMorePages() ? result.getExecutionInfo().getPagingState() : null);
  }

  private ByOwner byOwner(String table, String columns) {
    String moduleTable = RowWriter.tableOf(table, new TwinKey("", ""));
    return new ByOwner(
        select("device_id, " + columns, table + " WHERE device_id = ?"),
        select(
            "device_id, module_id, " + columns,
            moduleTable + " WHERE device_id = ? AND module_id = ?"));
  }

  /** The driver may repeat every read. */
  private PreparedStatement select(String columns, String from) {
    return session.prepare(
        SimpleStatement.newInstance("SELECT " + columns + " FROM " + prefix + from)
            .setIdempotent(true));
  }

  /** A read of one row of a device's table or of its modules' one. */
  private record ByOwner(PreparedStatement device, PreparedStatement module) {
    BoundStatement bind(TwinKey key) {
      return key.isModule()
          ? module.bind(key.deviceId(), key.moduleId())
          : device.bind(key.deviceId());
    }
  }
}
