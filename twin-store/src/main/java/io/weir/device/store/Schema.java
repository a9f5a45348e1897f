package io.weir.device.store;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** The hub's keyspace; {@code docs/cassandra.md} explains each table. */
public final class Schema {

  /**
   * How long Cassandra remembers a deletion. A replay that begins before it shows deleted devices
   * again until it reaches their deletion.
   */
  public static final Duration GC_GRACE = Duration.ofDays(10);

  private static final String EPOCH = "device-commands.epoch";
  private static final String TOPIC = "device-commands.topic";
  private static final Pattern KEYSPACE = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,47}");
  private static final Duration DDL_TIMEOUT = Duration.ofSeconds(30);

  private static final String WITH_GRACE = " WITH gc_grace_seconds = " + GC_GRACE.toSeconds();

  private static final List<String> TABLES =
      List.of(
          "devices (device_id text PRIMARY KEY, generation_id text, etag text, status text,"
              + " status_reason text, status_updated_time timestamp, auth_type text,"
              + " primary_key text, secondary_key text, primary_thumbprint text,"
              + " secondary_thumbprint text, authenticated_since bigint, applied bigint)"
              + WITH_GRACE,
          "connections (device_id text PRIMARY KEY, incarnation text, counter bigint,"
              + " edge_partition int, edge_incarnation text, protocol text,"
              + " connected_at timestamp, expires timestamp, applied bigint)"
              + WITH_GRACE,
          "rules (name text, version bigint, text text, applied_at timestamp,"
              + " PRIMARY KEY (name, version)) WITH CLUSTERING ORDER BY (version DESC)",
          "hub (name text PRIMARY KEY, value text)");

  /** What later releases added to tables that may be there already. */
  private static final List<AddedColumn> ADDED_COLUMNS =
      List.of(new AddedColumn("connections", "expires", "timestamp"));

  private record AddedColumn(String table, String name, String type) {}

  private Schema() {}

  /** Creates what is missing; does nothing when all is there. */
  public static void create(CqlSession session, String keyspace, int replicationFactor) {
    String name = quoted(keyspace);
    // A statement of the schema takes its time even when it has nothing to do.
    if (isComplete(columnsIn(session, keyspace))) {
      return;
    }
    ddl(
        session,
        "CREATE KEYSPACE IF NOT EXISTS "
            + name
            + " WITH replication = {'class': 'NetworkTopologyStrategy', 'replication_factor': "
            + replicationFactor
            + "}");
    for (String table : TABLES) {
      ddl(session, "CREATE TABLE IF NOT EXISTS " + name + "." + table);
    }
    for (AddedColumn column : ADDED_COLUMNS) {
      ddl(
          session,
          "ALTER TABLE %s.%s ADD IF NOT EXISTS %s %s"
              .formatted(name, column.table(), column.name(), column.type()));
    }
  }

  /**
   * Claims the creation time of {@code device-commands}, from which positions are counted (design,
   * "The log's rules" 1). The first claim wins for good.
   *
   * @param micros microseconds since 1970
   * @return the winner's microseconds
   */
  public static long claimEpoch(CqlSession session, String keyspace, long micros) {
    return Long.parseLong(claim(session, keyspace, EPOCH, Long.toString(micros)));
  }

  /**
   * Claims the topic whose offsets the rows' positions are counted from. The first claim wins for
   * good: whoever finds another topic than the winner must not write.
   *
   * @return the winner
   */
  public static LogTopic claimTopic(CqlSession session, String keyspace, LogTopic topic) {
    return LogTopic.parse(claim(session, keyspace, TOPIC, topic.text()));
  }

  private static String claim(CqlSession session, String keyspace, String name, String value) {
    Row row =
        session
            .execute(
                SimpleStatement.newInstance(
                    "INSERT INTO "
                        + quoted(keyspace)
                        + ".hub (name, value) VALUES (?, ?) IF NOT EXISTS",
                    name,
                    value))
            .one();
    boolean won = Objects.requireNonNull(row, "answer of a conditional write").getBoolean(0);
    return won ? value : Objects.requireNonNull(row.getString("value"), name);
  }

  /**
   * The claimed epoch in microseconds.
   *
   * @throws IllegalStateException when nobody has claimed one
   */
  public static long epoch(CqlSession session, String keyspace) {
    Row row =
        session
            .execute(
                SimpleStatement.newInstance(
                        "SELECT value FROM " + quoted(keyspace) + ".hub WHERE name = ?", EPOCH)
                    // sees a claim whose outcome its own writer did not learn
                    .setConsistencyLevel(ConsistencyLevel.LOCAL_SERIAL)
                    .setIdempotent(true))
            .one();
    if (row == null) {
      throw new IllegalStateException(EPOCH + ": missing (expected: claimed at the hub's start)");
    }
    return Long.parseLong(Objects.requireNonNull(row.getString("value"), EPOCH));
  }

  /** A keyspace's name in CQL: names cannot be bound, so what is not a plain name is refused. */
  static String quoted(String keyspace) {
    if (!KEYSPACE.matcher(keyspace).matches()) {
      throw new IllegalArgumentException(
          "keyspace: " + keyspace + " (expected: a letter, then at most 47 letters, digits and _)");
    }
    return '"' + keyspace + '"';
  }

  private static boolean isComplete(Map<String, Set<String>> columns) {
    return TABLES.stream().map(Schema::nameOf).allMatch(columns::containsKey)
        && ADDED_COLUMNS.stream()
            .allMatch(added -> columns.get(added.table()).contains(added.name()));
  }

  /** The columns of the keyspace by table. */
  private static Map<String, Set<String>> columnsIn(CqlSession session, String keyspace) {
    Map<String, Set<String>> columns = new HashMap<>();
    session
        .execute(
            SimpleStatement.newInstance(
                    "SELECT table_name, column_name FROM system_schema.columns"
                        + " WHERE keyspace_name = ?",
                    keyspace)
                .setIdempotent(true))
        .forEach(
            row ->
                columns
                    .computeIfAbsent(row.getString(0), table -> new HashSet<>())
                    .add(row.getString(1)));
    return columns;
  }

  private static String nameOf(String table) {
    return table.substring(0, table.indexOf(' '));
  }

  private static void ddl(CqlSession session, String statement) {
    session.execute(SimpleStatement.newInstance(statement).setTimeout(DDL_TIMEOUT));
  }
}
