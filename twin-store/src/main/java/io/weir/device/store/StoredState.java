package io.weir.device.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.weir.device.connection.Connection;
import io.weir.device.connection.Presence;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.RulesState;
import io.weir.device.state.RulesStateMachine;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * All rows of the device tables with the positions that changed them: what the one writer's state
 * is made of when it was lost (docs/architecture.md, "The log's rules" 10). Blocks its caller.
 */
public final class StoredState {

  private static final int PAGE = 2_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final CqlSession session;
  private final String prefix;

  public StoredState(CqlSession session, String keyspace) {
    this.session = session;
    this.prefix = Schema.quoted(keyspace) + ".";
  }

  /**
   * A row.
   *
   * @param applied the position that changed it last
   */
  public record Stored<T>(TwinKey key, T value, long applied) {}

  /** Devices, then modules. */
  public void twins(Consumer<Stored<TwinRow>> each) {
    String columns =
        DeviceRows.IDENTITY_COLUMNS
            + ", "
            + DeviceRows.SERVICE_COLUMNS
            + ", "
            + DeviceRows.REPORTED_COLUMNS;
    read("devices", false, columns, DeviceRows::twin, each);
    read("modules", true, columns, DeviceRows::twin, each);
  }

  /** Of devices, then of modules. */
  public void presences(Consumer<Stored<Presence>> each) {
    read("presence", false, DeviceRows.PRESENCE_COLUMNS, DeviceRows::presence, each);
    read("module_presence", true, DeviceRows.PRESENCE_COLUMNS, DeviceRows::presence, each);
  }

  /** Of devices, then of modules. */
  public void connections(Consumer<Stored<Connection>> each) {
    String columns = DeviceRows.CONNECTION_COLUMNS;
    read("connections", false, columns, DeviceRows::connection, each);
    read("module_connections", true, columns, DeviceRows::connection, each);
  }

  /** Of the rule set, under its reserved key. */
  public Optional<Stored<RulesState>> rules() {
    Row row =
        session
            .execute(
                SimpleStatement.newInstance(
                    "SELECT "
                        + RulesRows.COLUMNS
                        + ", "
                        + RulesRows.SHADOW_COLUMNS
                        + ", applied, writetime(text) AS written FROM "
                        + prefix
                        + "rules WHERE name = ? LIMIT 1",
                    RulesRows.NAME))
            .one();
    return Optional.ofNullable(row)
        .map(RulesRows::state)
        .map(state -> new Stored<>(TwinKey.ofPath(RulesStateMachine.KEY), state, state.applied()));
  }

  private <T> void read(
      String table,
      boolean modules,
      String columns,
      Function<Row, T> value,
      Consumer<Stored<T>> each) {
    String keys = modules ? "device_id, module_id, " : "device_id, ";
    session
        .execute(
            SimpleStatement.newInstance(
                    "SELECT " + keys + columns + ", applied FROM " + prefix + table)
                .setPageSize(PAGE)
                .setTimeout(TIMEOUT)
                .setIdempotent(true))
        .forEach(
            row ->
                each.accept(
                    new Stored<>(DeviceRows.key(row), value.apply(row), DeviceRows.applied(row))));
  }
}
