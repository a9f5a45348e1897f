package io.weir.device.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.weir.device.connection.Connection;
import io.weir.device.identity.Identity;
import io.weir.device.state.RowChange;
import io.weir.device.state.RulesStateMachine;
import io.weir.device.state.RulesVersion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The device tables. The devices job is their only writer, with one mutation for a row and command
 * whose timestamp is the command's position (design, "The log's rules" 1): a write that is repeated
 * or comes late changes nothing. Everybody reads.
 *
 * <p>Stages complete on a thread of the driver, which must not be blocked; they fail with the
 * driver's {@code DriverException}.
 */
public final class DeviceTables {

  private static final int RULE_PREFIX = RulesStateMachine.KEY.indexOf('/') + 1;

  private final CqlSession session;
  private final PreparedStatement putDevice;
  private final PreparedStatement dropDevice;
  private final PreparedStatement putConnection;
  private final PreparedStatement dropConnection;
  private final PreparedStatement putRules;
  private final PreparedStatement device;
  private final PreparedStatement devices;
  private final PreparedStatement connection;
  private final PreparedStatement connections;
  private final PreparedStatement latestRules;

  /** Prepares the statements: the keyspace's tables must be there. */
  public DeviceTables(CqlSession session, String keyspace) {
    this.session = session;
    String prefix = Schema.quoted(keyspace) + ".";
    this.putDevice = prepare(insert(prefix + "devices", DeviceRows.IDENTITY_COLUMNS));
    this.dropDevice = prepare(delete(prefix + "devices"));
    this.putConnection = prepare(insert(prefix + "connections", DeviceRows.CONNECTION_COLUMNS));
    this.dropConnection = prepare(delete(prefix + "connections"));
    this.putRules = prepare(insert(prefix + "rules", "name, version, text, applied_at"));
    this.device =
        prepare(
            "SELECT "
                + DeviceRows.IDENTITY_COLUMNS
                + " FROM "
                + prefix
                + "devices WHERE device_id = ?");
    this.devices =
        prepare("SELECT " + DeviceRows.IDENTITY_COLUMNS + " FROM " + prefix + "devices LIMIT ?");
    this.connection =
        prepare(
            "SELECT "
                + DeviceRows.CONNECTION_COLUMNS
                + " FROM "
                + prefix
                + "connections WHERE device_id = ?");
    this.connections =
        prepare("SELECT " + DeviceRows.CONNECTION_COLUMNS + " FROM " + prefix + "connections");
    this.latestRules =
        prepare("SELECT version, text, applied_at FROM " + prefix + "rules WHERE name = ? LIMIT 1");
  }

  /**
   * Applies one change of one row.
   *
   * @param key the key on {@code device-commands}: a device id or {@code rules/default}
   * @param position the command's position, the mutation's timestamp
   */
  public CompletionStage<Void> write(String key, RowChange change, long position) {
    return session.executeAsync(bind(key, change, position)).thenApply(result -> null);
  }

  public CompletionStage<Optional<Identity>> identity(String deviceId) {
    return one(device.bind(deviceId), DeviceRows::identity);
  }

  /** Identities in no order that a caller may rely on (REST-04). */
  public CompletionStage<List<Identity>> identities(int limit) {
    List<Identity> found = new ArrayList<>();
    return session
        .executeAsync(devices.bind(limit))
        .thenCompose(page -> collect(page, found))
        .thenApply(List::copyOf);
  }

  public CompletionStage<Optional<Connection>> connection(String deviceId) {
    return one(connection.bind(deviceId), DeviceRows::connection);
  }

  /**
   * Some of the devices that are held, in no order that a caller may rely on. One that comes or
   * goes while the pages are read may be missing.
   *
   * @param from {@link ConnectionPage#next()} of the page before, null for the first
   * @param size at most so many
   */
  public CompletionStage<ConnectionPage> connections(ByteBuffer from, int size) {
    return session
        .executeAsync(connections.bind().setPageSize(size).setPagingState(from))
        .thenApply(DeviceTables::page);
  }

  /** The latest version of the rule set. */
  public CompletionStage<Optional<RulesVersion>> rules() {
    return one(latestRules.bind(ruleSet(RulesStateMachine.KEY)), DeviceRows::rules);
  }

  private BoundStatement bind(String key, RowChange change, long position) {
    if (change instanceof RowChange.PutIdentity put) {
      return DeviceRows.bind(putDevice, put.identity(), position);
    }
    if (change instanceof RowChange.DropIdentity drop) {
      return dropDevice.bind(position, drop.deviceId());
    }
    if (change instanceof RowChange.PutConnection put) {
      return DeviceRows.bind(putConnection, put.deviceId(), put.connection(), position);
    }
    if (change instanceof RowChange.DropConnection drop) {
      return dropConnection.bind(position, drop.deviceId());
    }
    if (change instanceof RowChange.PutRules put) {
      return DeviceRows.bind(putRules, ruleSet(key), put.rules(), position);
    }
    throw new IllegalArgumentException("change: " + change.row() + " (expected: a known row)");
  }

  private static String ruleSet(String key) {
    return key.substring(RULE_PREFIX);
  }

  private <T> CompletionStage<Optional<T>> one(BoundStatement statement, Function<Row, T> read) {
    return session
        .executeAsync(statement)
        .thenApply(result -> Optional.ofNullable(result.one()).map(read));
  }

  private static ConnectionPage page(AsyncResultSet result) {
    List<ConnectionPage.HeldDevice> devices = new ArrayList<>();
    result
        .currentPage()
        .forEach(
            row ->
                devices.add(
                    new ConnectionPage.HeldDevice(
                        DeviceRows.deviceId(row), DeviceRows.connection(row))));
    return new ConnectionPage(
        devices, result.hasMorePages() ? result.getExecutionInfo().getPagingState() : null);
  }

  private static CompletionStage<List<Identity>> collect(AsyncResultSet page, List<Identity> into) {
    page.currentPage().forEach(row -> into.add(DeviceRows.identity(row)));
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> collect(next, into))
        : CompletableFuture.completedFuture(into);
  }

  /** A repeat changes nothing, so the driver may repeat every statement. */
  private PreparedStatement prepare(String statement) {
    return session.prepare(SimpleStatement.newInstance(statement).setIdempotent(true));
  }

  private static String insert(String table, String columns) {
    String marks = "?" + ", ?".repeat(columns.split(",", -1).length - 1);
    return "INSERT INTO " + table + " (" + columns + ") VALUES (" + marks + ") USING TIMESTAMP ?";
  }

  private static String delete(String table) {
    return "DELETE FROM " + table + " USING TIMESTAMP ? WHERE device_id = ?";
  }
}
