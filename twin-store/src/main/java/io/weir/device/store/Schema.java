package io.weir.device.store;

import static java.util.stream.Collectors.joining;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.weir.device.twin.IndexedPaths;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

  /** How long the counts of a shadow are kept after they were written last. */
  static final Duration SHADOW_COUNTS_KEPT = Duration.ofDays(30);

  /** How long it can be asked why a message went where it went. */
  static final Duration EXPLANATIONS_KEPT = Duration.ofDays(1);

  private static final String EPOCH = "device-commands.epoch";
  private static final String INDEXED_PATHS = "indexed-paths";
  private static final String TOPIC = "device-commands.topic";
  private static final Pattern KEYSPACE = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,47}");
  private static final Duration DDL_TIMEOUT = Duration.ofSeconds(30);

  private static final String WITH_GRACE = " WITH gc_grace_seconds = " + GC_GRACE.toSeconds();

  private static final Map<String, String> IDENTITY =
      columns(
          "generation_id text, etag text, status text, status_reason text,"
              + " status_updated_time timestamp, auth_type text, primary_key text,"
              + " secondary_key text, primary_thumbprint text, secondary_thumbprint text,"
              + " authenticated_since bigint, applied bigint, managed_by text, model_id text");

  private static final Map<String, String> TWIN =
      columns(
          "tags text, twin_version bigint, desired text, desired_metadata text,"
              + " desired_version bigint, service_terms set<text>, reported text,"
              + " reported_metadata text, reported_version bigint, reported_terms set<text>");

  private static final Map<String, String> CONNECTION =
      columns(
          "incarnation text, counter bigint, edge_partition int, edge_incarnation text,"
              + " protocol text, connected_at timestamp, expires timestamp, applied bigint");

  private static final Map<String, String> PRESENCE =
      columns(
          "state_updated_time timestamp, last_activity_time timestamp, subscriptions set<text>,"
              + " applied bigint");

  /** Indexes of the twin query language's terms (docs/queries.md). */
  private static final List<String> INDEXED = List.of("status", "service_terms", "reported_terms");

  private static final List<Table> TABLES =
      List.of(
          ofDevice("devices", INDEXED, IDENTITY, TWIN),
          ofModule("modules", INDEXED, IDENTITY, TWIN),
          ofDevice("connections", List.of(), CONNECTION),
          ofModule("module_connections", List.of(), CONNECTION),
          ofDevice("presence", List.of(), PRESENCE),
          ofModule("module_presence", List.of(), PRESENCE),
          new Table(
              "rules",
              columns(
                  "name text, version bigint, text text, applied_at timestamp, applied_by text,"
                      + " note text, bytes int, sha256 text, shadow bigint static,"
                      + " shadow_text text static, shadow_applied_at timestamp static,"
                      + " shadow_beside bigint static, shadow_applied_by text static,"
                      + " shadow_note text static, applied bigint static"),
              "name, version",
              " WITH CLUSTERING ORDER BY (version DESC)",
              List.of()),
          new Table(
              "rule_shadow_counts",
              columns(
                  "shadow bigint, writer text, route text, gained bigint, lost bigint,"
                      + " samples list<text>"),
              "shadow, writer, route",
              " WITH default_time_to_live = " + SHADOW_COUNTS_KEPT.toSeconds(),
              List.of()),
          new Table(
              "endpoint_health",
              columns(
                  "name text, kind text, state text, since timestamp, failing_since timestamp,"
                      + " last_trouble timestamp, last_success timestamp, last_error text,"
                      + " delivered bigint, dead_lettered bigint, lag bigint"),
              "name",
              "",
              List.of()),
          new Table(
              "rule_explanations",
              columns(
                  "device_id text, enqueued timestamp, source text, position bigint,"
                      + " message_id text, explanation text, answers map<text,text>"),
              "device_id, enqueued, source, position",
              " WITH CLUSTERING ORDER BY (enqueued DESC, source DESC, position DESC)"
                  + " AND default_time_to_live = "
                  + EXPLANATIONS_KEPT.toSeconds(),
              List.of("message_id")),
          new Table("hub", columns("name text, value text"), "name", "", List.of()));

  /** A table as this release wants it; columns that an older one lacks are added. */
  private record Table(
      String name, Map<String, String> columns, String key, String options, List<String> indexes) {

    String creation(String keyspace) {
      return "CREATE TABLE IF NOT EXISTS %s.%s (%s, PRIMARY KEY (%s))%s"
          .formatted(keyspace, name, declared(columns.keySet()), key, options);
    }

    String addition(String keyspace, Set<String> missing) {
      return "ALTER TABLE %s.%s ADD IF NOT EXISTS (%s)"
          .formatted(keyspace, name, declared(missing));
    }

    String index(String keyspace, String column) {
      return "CREATE INDEX IF NOT EXISTS %s_%s ON %s.%s (%s) USING 'sai'"
          .formatted(name, column, keyspace, name, column);
    }

    Set<String> missing(Set<String> present) {
      Set<String> missing = new LinkedHashSet<>(columns.keySet());
      missing.removeAll(present);
      return missing;
    }

    private String declared(Set<String> names) {
      return names.stream().map(name -> name + " " + columns.get(name)).collect(joining(", "));
    }
  }

  @SafeVarargs
  private static Table ofDevice(String name, List<String> indexes, Map<String, String>... columns) {
    return table(name, "device_id text", "device_id", indexes, columns);
  }

  @SafeVarargs
  private static Table ofModule(String name, List<String> indexes, Map<String, String>... columns) {
    return table(name, "device_id text, module_id text", "device_id, module_id", indexes, columns);
  }

  @SafeVarargs
  private static Table table(
      String name,
      String keyColumns,
      String key,
      List<String> indexes,
      Map<String, String>... columns) {
    Map<String, String> all = new LinkedHashMap<>(columns(keyColumns));
    for (Map<String, String> more : columns) {
      all.putAll(more);
    }
    return new Table(name, all, key, WITH_GRACE, indexes);
  }

  private static Map<String, String> columns(String declared) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (String column : declared.split(", ", -1)) {
      int space = column.indexOf(' ');
      columns.put(column.substring(0, space), column.substring(space + 1));
    }
    return columns;
  }

  private Schema() {}

  /** Creates what is missing; does nothing when all is there. */
  public static void create(CqlSession session, String keyspace, int replicationFactor) {
    String name = quoted(keyspace);
    // A statement of the schema takes its time even when it has nothing to do.
    Map<String, Set<String>> present = columnsIn(session, keyspace);
    Set<String> indexes = indexesIn(session, keyspace);
    if (present.isEmpty()) {
      ddl(
          session,
          "CREATE KEYSPACE IF NOT EXISTS "
              + name
              + " WITH replication = {'class': 'NetworkTopologyStrategy', 'replication_factor': "
              + replicationFactor
              + "}");
    }
    for (Table table : TABLES) {
      Set<String> columns = present.get(table.name());
      if (columns == null) {
        ddl(session, table.creation(name));
      } else if (!table.missing(columns).isEmpty()) {
        ddl(session, table.addition(name, table.missing(columns)));
      }
      for (String column : table.indexes()) {
        if (!indexes.contains(table.name() + "_" + column)) {
          ddl(session, table.index(name, column));
        }
      }
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

  /**
   * Claims which paths of twins are indexed. The first claim wins for good: the terms in the rows
   * are of these paths, and a query that is planned with others would miss twins.
   *
   * @return the winner
   */
  public static IndexedPaths claimIndexedPaths(
      CqlSession session, String keyspace, IndexedPaths paths) {
    return IndexedPaths.parse(claim(session, keyspace, INDEXED_PATHS, paths.text()));
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
    return Long.parseLong(claimed(session, keyspace, EPOCH));
  }

  /**
   * The claimed paths of twins that are indexed.
   *
   * @throws IllegalStateException when nobody has claimed any
   */
  public static IndexedPaths indexedPaths(CqlSession session, String keyspace) {
    return IndexedPaths.parse(claimed(session, keyspace, INDEXED_PATHS));
  }

  private static String claimed(CqlSession session, String keyspace, String name) {
    Row row =
        session
            .execute(
                SimpleStatement.newInstance(
                        "SELECT value FROM " + quoted(keyspace) + ".hub WHERE name = ?", name)
                    // sees a claim whose outcome its own writer did not learn
                    .setConsistencyLevel(ConsistencyLevel.LOCAL_SERIAL)
                    .setIdempotent(true))
            .one();
    if (row == null) {
      throw new IllegalStateException(name + ": missing (expected: claimed at the hub's start)");
    }
    return Objects.requireNonNull(row.getString("value"), name);
  }

  /** A keyspace's name in CQL: names cannot be bound, so what is not a plain name is refused. */
  static String quoted(String keyspace) {
    if (!KEYSPACE.matcher(keyspace).matches()) {
      throw new IllegalArgumentException(
          "keyspace: " + keyspace + " (expected: a letter, then at most 47 letters, digits and _)");
    }
    return '"' + keyspace + '"';
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

  private static Set<String> indexesIn(CqlSession session, String keyspace) {
    Set<String> indexes = new HashSet<>();
    session
        .execute(
            SimpleStatement.newInstance(
                    "SELECT index_name FROM system_schema.indexes WHERE keyspace_name = ?",
                    keyspace)
                .setIdempotent(true))
        .forEach(row -> indexes.add(row.getString(0)));
    return indexes;
  }

  private static void ddl(CqlSession session, String statement) {
    session.execute(SimpleStatement.newInstance(statement).setTimeout(DDL_TIMEOUT));
  }
}
