package io.weir.device.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.RowChange;
import io.weir.device.state.ShadowRules;
import io.weir.device.twin.IndexTerms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes the device tables. The devices job is their only writer, with one mutation for a row and
 * command whose timestamp is the command's position (design, "The log's rules" 1): a write that is
 * repeated or comes late changes nothing.
 *
 * <p>Stages complete on a thread of the driver, which must not be blocked; they fail with the
 * driver's {@code DriverException}.
 */
public final class RowWriter {

  private final CqlSession session;
  private final String prefix;
  private final IndexTerms terms;
  private final Map<String, PreparedStatement> prepared = new ConcurrentHashMap<>();

  /**
   * The keyspace's tables must be there.
   *
   * @param terms of the twins that are written
   */
  public RowWriter(CqlSession session, String keyspace, IndexTerms terms) {
    this.session = session;
    this.prefix = Schema.quoted(keyspace) + ".";
    this.terms = terms;
  }

  /**
   * Applies one change of one row.
   *
   * @param key the key on {@code device-commands}: a device id or {@code rules/default}
   * @param position the command's position, the mutation's timestamp
   */
  public CompletionStage<Void> write(String key, RowChange change, long position) {
    if (change instanceof RowChange.PutDevice put) {
      return put(put, position);
    }
    if (change instanceof RowChange.DropDevice drop) {
      return delete("devices", drop.key(), position);
    }
    if (change instanceof RowChange.DropModules drop) {
      return deleteModules(drop.deviceId(), position);
    }
    if (change instanceof RowChange.PutConnection put) {
      return insert(
          "connections",
          put.key(),
          DeviceRows.CONNECTION_COLUMNS,
          DeviceRows.values(put.connection()),
          position);
    }
    if (change instanceof RowChange.DropConnection drop) {
      return delete("connections", drop.key(), position);
    }
    if (change instanceof RowChange.PutPresence put) {
      return insert(
          "presence",
          put.key(),
          DeviceRows.PRESENCE_COLUMNS,
          DeviceRows.values(put.presence()),
          position);
    }
    if (change instanceof RowChange.DropPresence drop) {
      return delete("presence", drop.key(), position);
    }
    if (change instanceof RowChange.PutRules put) {
      return put(put, position);
    }
    if (change instanceof RowChange.DropRules drop) {
      return execute(
          "DELETE FROM " + prefix + "rules USING TIMESTAMP ? WHERE name = ? AND version = ?",
          position,
          RulesRows.NAME,
          drop.version());
    }
    if (change instanceof RowChange.PutShadow put) {
      return insertRules(RulesRows.SHADOW_COLUMNS, RulesRows.values(put.shadow()), position);
    }
    throw new IllegalArgumentException("change: " + change.row() + " (expected: a known row)");
  }

  /** Each group of columns is written whole, nulls included; the others stay as they are. */
  private CompletionStage<Void> put(RowChange.PutDevice put, long position) {
    List<String> columns = new ArrayList<>(3);
    List<Object> values = new ArrayList<>();
    if (put.identity() != null) {
      columns.add(DeviceRows.IDENTITY_COLUMNS);
      values.addAll(DeviceRows.values(put.identity()));
    }
    if (put.service() != null) {
      columns.add(DeviceRows.SERVICE_COLUMNS + ", service_terms");
      values.addAll(DeviceRows.values(put.service()));
      values.add(terms.ofService(put.service().tags(), put.service().desired().values()));
    }
    if (put.reported() != null) {
      columns.add(DeviceRows.REPORTED_COLUMNS + ", reported_terms");
      values.addAll(DeviceRows.values(put.reported()));
      values.add(terms.ofReported(put.reported().values()));
    }
    return insert("devices", put.key(), String.join(", ", columns), values, position);
  }

  private CompletionStage<Void> put(RowChange.PutRules put, long position) {
    List<Object> values = new ArrayList<>(RulesRows.values(put.rules()));
    if (!put.endsShadow()) {
      return insertRules(RulesRows.WRITTEN_COLUMNS, values, position);
    }
    values.addAll(RulesRows.values((ShadowRules) null));
    return insertRules(
        RulesRows.WRITTEN_COLUMNS + ", " + RulesRows.SHADOW_COLUMNS, values, position);
  }

  private CompletionStage<Void> insertRules(String columns, List<Object> values, long position) {
    List<Object> all = new ArrayList<>();
    all.add(RulesRows.NAME);
    all.addAll(values);
    all.add(position);
    all.add(position);
    return execute(insertion("rules", "name, " + columns + ", applied"), all.toArray());
  }

  private CompletionStage<Void> insert(
      String table, TwinKey key, String columns, List<Object> values, long position) {
    List<Object> all = new ArrayList<>(keyOf(key));
    all.addAll(values);
    all.add(position);
    all.add(position);
    return execute(
        insertion(tableOf(table, key), keyColumns(key) + ", " + columns + ", applied"),
        all.toArray());
  }

  private CompletionStage<Void> delete(String table, TwinKey key, long position) {
    List<Object> all = new ArrayList<>();
    all.add(position);
    all.addAll(keyOf(key));
    String where = key.isModule() ? "device_id = ? AND module_id = ?" : "device_id = ?";
    return execute(
        "DELETE FROM " + prefix + tableOf(table, key) + " USING TIMESTAMP ? WHERE " + where,
        all.toArray());
  }

  private CompletionStage<Void> deleteModules(String deviceId, long position) {
    CompletableFuture<?>[] deletions =
        Arrays.stream(new String[] {"modules", "module_connections", "module_presence"})
            .map(
                table ->
                    execute(
                            "DELETE FROM "
                                + prefix
                                + table
                                + " USING TIMESTAMP ? WHERE device_id = ?",
                            position,
                            deviceId)
                        .toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(deletions);
  }

  private CompletionStage<Void> execute(String statement, Object... values) {
    return session.executeAsync(prepare(statement).bind(values)).thenApply(result -> null);
  }

  /**
   * Once for each statement, of which there are few; the driver waits for the answer the first
   * time. A repeat changes nothing, so the driver may repeat every statement.
   */
  private PreparedStatement prepare(String statement) {
    PreparedStatement present = prepared.get(statement);
    if (present == null) {
      present = session.prepare(SimpleStatement.newInstance(statement).setIdempotent(true));
      prepared.put(statement, present);
    }
    return present;
  }

  private String insertion(String table, String columns) {
    String marks = "?" + ", ?".repeat(columns.split(",", -1).length - 1);
    return "INSERT INTO "
        + prefix
        + table
        + " ("
        + columns
        + ") VALUES ("
        + marks
        + ") USING TIMESTAMP ?";
  }

  /** A device's table, or the one of its modules. */
  static String tableOf(String table, TwinKey key) {
    if (!key.isModule()) {
      return table;
    }
    return table.equals("devices") ? "modules" : "module_" + table;
  }

  private static List<Object> keyOf(TwinKey key) {
    return key.isModule() ? List.of(key.deviceId(), key.moduleId()) : List.of(key.deviceId());
  }

  private static String keyColumns(TwinKey key) {
    return key.isModule() ? "device_id, module_id" : "device_id";
  }
}
