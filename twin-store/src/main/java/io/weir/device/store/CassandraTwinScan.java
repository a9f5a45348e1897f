package io.weir.device.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.IndexTerm;
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import io.weir.device.twin.TwinJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Scans of the tables {@code devices} and {@code modules} (docs/queries.md). Stages complete on a
 * thread of the driver and fail with its {@code DriverException}.
 */
public final class CassandraTwinScan implements TwinScan {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Section NEW_SECTION = Section.initial();
  private static final String NEW_VALUES = TwinJson.text(NEW_SECTION.values());
  private static final String NEW_METADATA = TwinJson.text(NEW_SECTION.metadata());

  private final CqlSession session;
  private final String prefix;
  private final Map<String, CompletionStage<PreparedStatement>> prepared =
      new ConcurrentHashMap<>();

  public CassandraTwinScan(CqlSession session, String keyspace) {
    this.session = session;
    this.prefix = Schema.quoted(keyspace) + ".";
  }

  @Override
  public CompletionStage<Page> read(Request request) {
    StringBuilder cql = new StringBuilder(256);
    cql.append("SELECT ").append(columns(request.modules(), request.parts()));
    cql.append(" FROM ").append(prefix).append(request.modules() ? "modules" : "devices");
    cql.append(" WHERE token(device_id) ").append(request.modules() ? ">=" : ">").append(" ?");
    cql.append(" AND token(device_id) <= ?");
    List<Object> values = new ArrayList<>(List.of(request.from(), request.to()));
    // In one order, so that there are few statements.
    List<IndexTerm> terms = new ArrayList<>(request.terms());
    terms.sort(Comparator.comparing(IndexTerm::column));
    for (IndexTerm term : terms) {
      cql.append(" AND ").append(restriction(term.column()));
      values.add(term.text());
    }
    cql.append(" LIMIT ?");
    values.add(request.limit());
    return prepare(cql.toString())
        .thenCompose(
            statement ->
                session.executeAsync(
                    statement
                        .bind(values.toArray())
                        .setPageSize(request.limit())
                        .setTimeout(TIMEOUT)))
        .thenCompose(first -> collect(first, row -> twin(row, request.parts()), new ArrayList<>()))
        .thenApply(twins -> new Page(twins, twins.size() >= request.limit()));
  }

  @Override
  public CompletionStage<Optional<StoredTwin>> read(TwinKey key, Set<TwinPart> parts) {
    String cql =
        "SELECT "
            + columns(key.isModule(), parts)
            + " FROM "
            + prefix
            + (key.isModule()
                ? "modules WHERE device_id = ? AND module_id = ?"
                : "devices WHERE device_id = ?");
    return prepare(cql)
        .thenCompose(
            statement ->
                session.executeAsync(
                    key.isModule()
                        ? statement.bind(key.deviceId(), key.moduleId())
                        : statement.bind(key.deviceId())))
        .thenApply(rows -> Optional.ofNullable(rows.one()).map(row -> twin(row, parts)));
  }

  @Override
  public CompletionStage<List<StoredTwin>> modules(String deviceId, Set<TwinPart> parts) {
    String cql =
        "SELECT " + columns(true, parts) + " FROM " + prefix + "modules WHERE device_id = ?";
    return prepare(cql)
        .thenCompose(statement -> session.executeAsync(statement.bind(deviceId)))
        .thenCompose(first -> collect(first, row -> twin(row, parts), new ArrayList<>()));
  }

  @Override
  public CompletionStage<List<ConnectionPage.Held>> held(
      boolean modules, TwinKey after, int limit) {
    String table = modules ? "module_connections" : "connections";
    String where = after == null ? "" : " WHERE token(device_id) >= token(?)";
    String cql =
        "SELECT device_id, "
            + (modules ? "module_id, " : "")
            + DeviceRows.CONNECTION_COLUMNS
            + " FROM "
            + prefix
            + table
            + where
            + " LIMIT ?";
    return prepare(cql)
        .thenCompose(
            statement -> {
              BoundStatement bound =
                  after == null ? statement.bind(limit) : statement.bind(after.deviceId(), limit);
              return session.executeAsync(bound.setPageSize(limit));
            })
        .thenCompose(
            rows ->
                collect(
                    rows,
                    row -> new ConnectionPage.Held(DeviceRows.key(row), DeviceRows.connection(row)),
                    new ArrayList<>()));
  }

  private static String restriction(IndexTerm.Column column) {
    return switch (column) {
      case STATUS -> "status = ?";
      case SERVICE -> "service_terms CONTAINS ?";
      case REPORTED -> "reported_terms CONTAINS ?";
    };
  }

  private static String columns(boolean modules, Set<TwinPart> parts) {
    StringBuilder columns = new StringBuilder("token(device_id) AS place, device_id, ");
    columns.append(modules ? "module_id, " : "").append(DeviceRows.IDENTITY_COLUMNS);
    columns.append(", twin_version, desired_version, reported_version");
    for (TwinPart part : TwinPart.values()) {
      if (parts.contains(part)) {
        columns.append(", ").append(column(part));
      }
    }
    return columns.toString();
  }

  private static String column(TwinPart part) {
    return switch (part) {
      case TAGS -> "tags";
      case DESIRED -> "desired";
      case DESIRED_METADATA -> "desired_metadata";
      case REPORTED -> "reported";
      case REPORTED_METADATA -> "reported_metadata";
      case TERMS -> "service_terms, reported_terms";
    };
  }

  private CompletionStage<PreparedStatement> prepare(String cql) {
    CompletionStage<PreparedStatement> present = prepared.get(cql);
    if (present != null) {
      return present;
    }
    CompletionStage<PreparedStatement> preparing =
        session.prepareAsync(SimpleStatement.newInstance(cql).setIdempotent(true));
    CompletionStage<PreparedStatement> earlier = prepared.putIfAbsent(cql, preparing);
    if (earlier != null) {
      return earlier;
    }
    // Only now: it may have failed already, and must not be kept then.
    return preparing.whenComplete(
        (statement, failure) -> {
          if (failure != null) {
            prepared.remove(cql, preparing);
          }
        });
  }

  /** Cassandra may end a page before it is full. */
  private static <T> CompletionStage<List<T>> collect(
      AsyncResultSet page, Function<Row, T> read, List<T> into) {
    page.currentPage().forEach(row -> into.add(read.apply(row)));
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> collect(next, read, into))
        : CompletableFuture.completedFuture(into);
  }

  /** A row of an older release has no twin, so that it is a new one's. */
  private static StoredTwin twin(Row row, Set<TwinPart> parts) {
    boolean service = !row.isNull("twin_version");
    boolean reported = !row.isNull("reported_version");
    return new StoredTwin(
        row.getLong("place"),
        DeviceRows.identity(row),
        service ? row.getLong("twin_version") : ServiceTwin.initial().version(),
        text(row, parts, TwinPart.TAGS, NEW_VALUES),
        text(row, parts, TwinPart.DESIRED, NEW_VALUES),
        text(row, parts, TwinPart.DESIRED_METADATA, NEW_METADATA),
        service ? row.getLong("desired_version") : NEW_SECTION.version(),
        text(row, parts, TwinPart.REPORTED, NEW_VALUES),
        text(row, parts, TwinPart.REPORTED_METADATA, NEW_METADATA),
        reported ? row.getLong("reported_version") : NEW_SECTION.version(),
        terms(row, parts, "service_terms"),
        terms(row, parts, "reported_terms"));
  }

  private static String text(Row row, Set<TwinPart> parts, TwinPart part, String unset) {
    if (!parts.contains(part)) {
      return null;
    }
    String text = row.getString(column(part));
    return text == null ? unset : text;
  }

  private static Set<String> terms(Row row, Set<TwinPart> parts, String column) {
    return parts.contains(TwinPart.TERMS) ? row.getSet(column, String.class) : null;
  }
}
