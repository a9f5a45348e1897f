package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.connection.Connection;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.connection.Presence;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.identity.TwinKey;
import io.weir.device.query.Planner;
import io.weir.device.query.PresenceReader;
import io.weir.device.query.QueryPage;
import io.weir.device.query.QueryProgress;
import io.weir.device.query.QuerySettings;
import io.weir.device.query.TwinPresence;
import io.weir.device.query.TwinQueries;
import io.weir.device.state.RowChange;
import io.weir.device.store.CassandraSessions;
import io.weir.device.store.CassandraTwinScan;
import io.weir.device.store.RowWriter;
import io.weir.device.store.Schema;
import io.weir.device.twin.IndexTerms;
import io.weir.device.twin.IndexedPaths;
import io.weir.device.twin.Section;
import io.weir.device.twin.SectionKind;
import io.weir.device.twin.ServiceTwin;
import io.weir.device.twin.TwinJson;
import io.weir.dsl.query.QueryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Queries on a real Cassandra against what a reader of the language expects. */
@HubTest
class TwinQueryTest {
  private static final String KEYSPACE = "twin_query_test";
  private static final int TWINS = 400;
  private static final int QUERIES = 1_000;
  private static final List<String> HALLS = List.of("north", "south", "east", "we'st");

  private static CqlSession session;
  private static RowWriter rows;
  private static ExecutorService work;
  private static final Map<String, ObjectNode> twins = new TreeMap<>();
  private static long position = 1_000;

  @BeforeAll
  static void fill() {
    List<String> cassandra = List.of(Hub.shared().cassandra());
    try (CqlSession admin = CassandraSessions.open(cassandra, "datacenter1", null)) {
      admin.execute("DROP KEYSPACE IF EXISTS " + KEYSPACE);
      Schema.create(admin, KEYSPACE, 1);
    }
    session = CassandraSessions.open(cassandra, "datacenter1", KEYSPACE);
    rows = new RowWriter(session, KEYSPACE, new IndexTerms(IndexedPaths.DEFAULT));
    work = Executors.newFixedThreadPool(2);
    Random random = new Random(7);
    for (int i = 0; i < TWINS; i++) {
      write("d" + i, twin(random));
    }
  }

  @AfterAll
  static void drop() {
    work.shutdownNow();
    session.execute("DROP KEYSPACE IF EXISTS " + KEYSPACE);
    session.close();
  }

  @Test
  @DisplayName("QRY-04..10: thousands of random queries, page by page, as evaluated by hand")
  void randomQueries() {
    Random random = new Random(11);
    int indexed = 0;
    for (int i = 0; i < QUERIES; i++) {
      Predicate predicate = Predicate.random(random, 3);
      String query = "SELECT deviceId FROM devices WHERE " + predicate.text();
      List<String> expected =
          twins.entrySet().stream()
              .filter(twin -> Boolean.TRUE.equals(predicate.test().apply(twin.getValue())))
              .map(Map.Entry::getKey)
              .toList();
      List<String> found = new ArrayList<>();
      String token = null;
      do {
        // Another node goes on where the one before stopped.
        QueryPage page = run(queries(), query, 1 + random.nextInt(150), token);
        page.items().forEach(item -> found.add(TwinJson.parse(item).path("deviceId").asText()));
        token = page.continuation();
      } while (token != null);
      assertThat(found).as(query).doesNotHaveDuplicates();
      assertThat(new TreeSet<>(found)).as(query).isEqualTo(new TreeSet<>(expected));
      if (i % 50 == 0) {
        indexed +=
            run(queries(), "EXPLAIN " + query, 1, null).items().get(0).contains("look up") ? 1 : 0;
      }
    }
    assertThat(indexed).as("some of them are answered from the index").isPositive();
  }

  @Test
  @DisplayName("REST-59: writes between pages neither skip nor repeat twins that did not change")
  void writesBetweenPages() {
    Random random = new Random(13);
    String query = "SELECT deviceId FROM devices WHERE tags.kind = 'steady' OR tags.n >= 0";
    for (int i = 0; i < 40; i++) {
      write("steady-" + i, json("{'tags':{'kind':'steady','n':" + i + "}}"));
    }
    List<String> found = new ArrayList<>();
    String token = null;
    do {
      QueryPage page = run(queries(), query, 7, token);
      page.items().forEach(item -> found.add(TwinJson.parse(item).path("deviceId").asText()));
      token = page.continuation();
      for (int i = 0; i < 20; i++) {
        write("restless-" + random.nextInt(30), json("{'tags':{'n':" + random.nextInt(9) + "}}"));
      }
    } while (token != null);
    assertThat(found.stream().filter(id -> id.startsWith("steady-")))
        .hasSize(40)
        .doesNotHaveDuplicates();
    for (String id : List.copyOf(twins.keySet())) {
      if (id.contains("-")) {
        twins.remove(id);
        await(rows.write(id, new RowChange.DropDevice(TwinKey.device(id)), ++position));
      }
    }
  }

  @Test
  @DisplayName("QRY-02: counts, sums and groups are what counting by hand gives")
  void aggregates() {
    Map<String, Integer> expected = new HashMap<>();
    twins
        .values()
        .forEach(twin -> expected.merge(twin.at("/tags/hall").asText(""), 1, Integer::sum));
    QueryPage page =
        run(
            queries(),
            "SELECT tags.hall AS hall, COUNT() AS n FROM devices GROUP BY tags.hall ORDER BY n DESC",
            100,
            null);
    Map<String, Integer> counted = new HashMap<>();
    List<Integer> order = new ArrayList<>();
    for (String item : page.items()) {
      JsonNode row = TwinJson.parse(item);
      counted.put(row.path("hall").asText(""), row.path("n").asInt());
      order.add(row.path("n").asInt());
    }
    assertThat(counted).isEqualTo(expected);
    assertThat(order).isSortedAccordingTo((a, b) -> b - a);
    assertThat(run(queries(), "SELECT COUNT() AS n FROM devices", 1, null).items())
        .containsExactly("{\"n\":" + twins.size() + "}");
  }

  @Test
  @DisplayName("ORDER BY pages in order; DISTINCT and TOP do what they say")
  void ordered() {
    String query =
        "SELECT deviceId, tags.floor FROM devices WHERE tags.floor >= 0 ORDER BY tags.floor DESC";
    List<Double> floors = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    String token = null;
    do {
      QueryPage page = run(queries(), query, 33, token);
      for (String item : page.items()) {
        floors.add(TwinJson.parse(item).path("floor").asDouble());
        ids.add(TwinJson.parse(item).path("deviceId").asText());
      }
      token = page.continuation();
    } while (token != null);
    assertThat(floors).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(ids)
        .doesNotHaveDuplicates()
        .hasSize(
            (int)
                twins.values().stream().filter(t -> t.at("/tags/floor").asDouble(-1) >= 0).count());
    assertThat(
            run(
                    queries(),
                    "SELECT DISTINCT tags.hall FROM devices WHERE is_defined(tags.hall)",
                    9,
                    null)
                .items())
        .hasSize(HALLS.size());
    assertThat(run(queries(), "SELECT TOP 3 * FROM devices", 2, null).continuation()).isNotNull();
    String next = run(queries(), "SELECT TOP 3 * FROM devices", 2, null).continuation();
    QueryPage last = run(queries(), "SELECT TOP 3 * FROM devices", 2, next);
    assertThat(last.items()).hasSize(1);
    assertThat(last.continuation()).isNull();
  }

  @Test
  @DisplayName("A query that would read too much says so; a token of another query is refused")
  void limits() {
    TwinQueries small = queries(new QuerySettings(100, 2, 4, Duration.ofSeconds(30)));
    assertThatThrownBy(
            () -> run(small, "SELECT * FROM devices WHERE CONTAINS(tags.hall, 'x')", 5, null))
        .hasRootCauseInstanceOf(QueryException.class)
        .hasMessageContaining("has read")
        .hasMessageContaining("expected: at most 100");
    assertThatThrownBy(() -> run(small, "SELECT COUNT() AS n FROM devices", 5, null))
        .hasMessageContaining("would scan");
    assertThatThrownBy(
            () ->
                run(
                    queries(new QuerySettings(9_999, 2, 4, Duration.ofSeconds(30))),
                    "SELECT tags.floor, COUNT() AS n FROM devices GROUP BY tags.floor",
                    5,
                    null))
        .hasMessageContaining("groups: more than 2");
    String token = run(queries(), "SELECT * FROM devices", 1, null).continuation();
    for (String foreign : List.of(token, "x", "e30", "\u0000")) {
      assertThatThrownBy(() -> run(queries(), "SELECT deviceId FROM devices", 1, foreign))
          .hasMessageContaining("continuation: not one of this query");
    }
  }

  @Test
  @DisplayName("QRY-01: modules, and who is connected, page by page")
  void modulesAndConnections() {
    Connection connection =
        new Connection(new ConnectionId("node", 1), new EdgeAddress(0, "node"), "mqtt", 0, null);
    Set<String> modules = new TreeSet<>();
    Set<String> connected = new TreeSet<>();
    for (int d = 0; d < 20; d++) {
      String id = "d" + d;
      for (int m = 0; m < 10; m++) {
        TwinKey key = new TwinKey(id, "m" + m);
        writeModule(key, m);
        modules.add(key.path());
        if (m % 3 == 0) {
          await(rows.write(id, new RowChange.PutConnection(key, connection), ++position));
          connected.add(key.path());
        }
      }
      await(
          rows.write(id, new RowChange.PutConnection(TwinKey.device(id), connection), ++position));
      connected.add(id);
    }
    TwinQueries queries = queries(QuerySettings.DEFAULT, new Known(connected));
    String all = "SELECT deviceId, moduleId FROM devices.modules";
    assertThat(keys(queries, all, 7)).containsExactlyInAnyOrderElementsOf(modules);
    assertThat(keys(queries, all + " WHERE connectionState = 'Connected'", 7))
        .containsExactlyInAnyOrderElementsOf(only(connected, key -> key.contains("/")));
    assertThat(keys(queries, all + " WHERE tags.n IN [3, 4] AND NOT deviceId = 'd1'", 3))
        .containsExactlyInAnyOrderElementsOf(
            only(modules, key -> key.matches("d.*/m[34]") && !key.startsWith("d1/")));
    assertThat(keys(queries, all + " WHERE deviceId IN ['d3', 'd4'] AND tags.n < 5", 3))
        .containsExactlyInAnyOrderElementsOf(only(modules, key -> key.matches("d[34]/m[0-4]")));
    assertThat(keys(queries, "SELECT deviceId FROM devices WHERE connectionState = 'Connected'", 6))
        .containsExactlyInAnyOrderElementsOf(only(connected, key -> !key.contains("/")));
  }

  @Test
  @DisplayName("The index holds the longest terms, and what was left out of one column only")
  void termsAtTheirLimits() {
    String path = "\u6f22".repeat(390);
    String value = "\u5b57".repeat(200);
    write("long-1", json("{'tags':{'" + path + "':'" + value + "'}}"));
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      many.append("'q").append(i).append("':").append(i).append(',');
    }
    write("long-2", json("{'tags':{'x':1},'properties':{'reported':{" + many + "'last':'here'}}}"));
    write("long-3", json("{'tags':{" + many + "'last':'here'}}"));
    try {
      String indexed = "tags.[[" + path + "]] = '" + value + "'";
      assertThat(ids(indexed)).containsExactly("long-1");
      assertThat(explained(indexed)).contains("look up");
      assertThat(ids("tags.last = 'here' OR properties.reported.last = 'here'"))
          .containsExactly("long-2", "long-3");
      assertThat(ids("properties.reported.q299 >= 299 AND properties.reported.q299 < 300"))
          .containsExactly("long-2");
    } finally {
      for (String id : List.of("long-1", "long-2", "long-3")) {
        twins.remove(id);
        await(rows.write(id, new RowChange.DropDevice(TwinKey.device(id)), ++position));
      }
    }
  }

  private static Set<String> ids(String where) {
    return new TreeSet<>(keys(queries(), "SELECT deviceId FROM devices WHERE " + where, 50));
  }

  private static String explained(String where) {
    return run(queries(), "EXPLAIN SELECT deviceId FROM devices WHERE " + where, 1, null)
        .items()
        .get(0);
  }

  private static List<String> only(Set<String> keys, java.util.function.Predicate<String> test) {
    return keys.stream().filter(test).toList();
  }

  private static List<String> keys(TwinQueries queries, String query, int size) {
    List<String> found = new ArrayList<>();
    String token = null;
    do {
      QueryPage page = run(queries, query, size, token);
      for (String item : page.items()) {
        JsonNode twin = TwinJson.parse(item);
        found.add(
            new TwinKey(twin.path("deviceId").asText(), twin.path("moduleId").textValue()).path());
      }
      token = page.continuation();
    } while (token != null);
    return found;
  }

  private static void writeModule(TwinKey key, int n) {
    Identity identity =
        new Identity(
            key.deviceId(),
            "1",
            "MQ==",
            Status.ENABLED,
            null,
            0,
            new Authentication.None(),
            1,
            key.moduleId(),
            null,
            null);
    ServiceTwin service = new ServiceTwin(json("{'n':" + n + "}"), Section.initial(), 3);
    await(
        rows.write(
            key.deviceId(),
            new RowChange.PutDevice(key, identity, service, Section.initial()),
            ++position));
  }

  /** Text of the language, and what it means; null is undefined. */
  private record Predicate(String text, Function<JsonNode, Boolean> test) {

    static Predicate random(Random random, int depth) {
      int kind = random.nextInt(depth > 0 ? 10 : 7);
      return switch (kind) {
        case 0 -> {
          String hall = HALLS.get(random.nextInt(HALLS.size()));
          yield new Predicate(
              "tags.hall = '" + hall.replace("'", "\\'") + "'",
              twin -> text(twin.at("/tags/hall"), value -> value.equals(hall)));
        }
        case 1 -> compare("tags.floor", "/tags/floor", random, random.nextInt(12) - 2);
        case 2 ->
            compare(
                "properties.reported.env.temp",
                "/properties/reported/env/temp",
                random,
                random.nextInt(400) / 10.0 - 10);
        case 3 ->
            new Predicate(
                "properties.desired.on",
                twin -> {
                  JsonNode on = twin.at("/properties/desired/on");
                  return on.isBoolean() ? on.booleanValue() : null;
                });
        case 4 ->
            new Predicate(
                "'b' IN properties.reported.list",
                twin -> {
                  JsonNode list = twin.at("/properties/reported/list");
                  if (!list.isArray()) {
                    return null;
                  }
                  boolean found = false;
                  for (JsonNode element : list) {
                    found |= element.asText().equals("b");
                  }
                  return found;
                });
        case 5 ->
            new Predicate(
                "tags.hall IN ['north', 'nowhere', 'east']",
                twin ->
                    text(
                        twin.at("/tags/hall"),
                        value -> value.equals("north") || value.equals("east")));
        case 6 ->
            new Predicate(
                "IS_DEFINED(tags.floor)", twin -> !twin.at("/tags/floor").isMissingNode());
        case 7 -> {
          Predicate inner = random(random, depth - 1);
          yield new Predicate(
              "NOT (" + inner.text + ")",
              twin -> {
                Boolean value = inner.test.apply(twin);
                return value == null ? null : !value;
              });
        }
        case 8 -> both(random(random, depth - 1), random(random, depth - 1), "AND", false);
        default -> both(random(random, depth - 1), random(random, depth - 1), "OR", true);
      };
    }

    private static Predicate both(Predicate left, Predicate right, String word, boolean decides) {
      return new Predicate(
          "(" + left.text + ") " + word + " (" + right.text + ")",
          twin -> {
            Boolean one = left.test.apply(twin);
            Boolean two = right.test.apply(twin);
            if ((one != null && one == decides) || (two != null && two == decides)) {
              return decides;
            }
            return (one == null || two == null) ? null : !decides;
          });
    }

    private static Predicate compare(String path, String pointer, Random random, double bound) {
      String operator = List.of("=", "!=", "<", "<=", ">", ">=").get(random.nextInt(6));
      return new Predicate(
          path + " " + operator + " " + bound,
          twin -> {
            JsonNode value = twin.at(pointer);
            if (value.isMissingNode()) {
              return null;
            }
            if (!value.isNumber()) {
              return operator.equals("!=");
            }
            int compared = Double.compare(value.doubleValue(), bound);
            return switch (operator) {
              case "=" -> compared == 0;
              case "!=" -> compared != 0;
              case "<" -> compared < 0;
              case "<=" -> compared <= 0;
              case ">" -> compared > 0;
              default -> compared >= 0;
            };
          });
    }

    private static Boolean text(JsonNode node, Function<String, Boolean> test) {
      return node.isMissingNode() ? null : node.isTextual() && test.apply(node.textValue());
    }
  }

  private static ObjectNode twin(Random random) {
    StringBuilder json = new StringBuilder("{'tags':{");
    if (random.nextInt(5) > 0) {
      json.append("'hall':'").append(HALLS.get(random.nextInt(4)).replace("'", "~")).append("',");
    }
    if (random.nextInt(6) > 0) {
      json.append("'floor':").append(random.nextInt(10) - 1).append(',');
    } else if (random.nextBoolean()) {
      json.append("'floor':'cellar',");
    }
    json.append("'x':1},'properties':{'desired':{");
    if (random.nextBoolean()) {
      json.append("'on':").append(random.nextBoolean());
    }
    json.append("},'reported':{'list':").append(random.nextBoolean() ? "['a','b']" : "['c']");
    if (random.nextInt(4) > 0) {
      json.append(",'env':{'temp':").append(random.nextInt(400) / 10.0 - 10).append('}');
    }
    if (random.nextInt(40) == 0) {
      // More terms than are kept.
      for (int i = 0; i < 300; i++) {
        json.append(",'k").append(i).append("':").append(i);
      }
    }
    return json(json + "}}}");
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) TwinJson.parse(text.replace('\'', '"').replace('~', '\''));
  }

  private static void write(String id, ObjectNode twin) {
    twins.put(id, twin);
    Identity identity =
        new Identity(id, "1", "MQ==", Status.ENABLED, null, 0, new Authentication.None(), 1);
    ServiceTwin service =
        new ServiceTwin(
            (ObjectNode) twin.path("tags"),
            Section.initial()
                .merged(SectionKind.DESIRED, object(twin.at("/properties/desired")), 1),
            3);
    Section reported =
        Section.initial().merged(SectionKind.REPORTED, object(twin.at("/properties/reported")), 1);
    await(
        rows.write(
            id,
            new RowChange.PutDevice(TwinKey.device(id), identity, service, reported),
            ++position));
  }

  private static JsonNode object(JsonNode node) {
    return node.isMissingNode() ? TwinJson.mapper().createObjectNode() : node;
  }

  private static TwinQueries queries() {
    return queries(QuerySettings.DEFAULT);
  }

  private static TwinQueries queries(QuerySettings settings) {
    return queries(settings, new Known(Set.of()));
  }

  private static TwinQueries queries(QuerySettings settings, PresenceReader presence) {
    return new TwinQueries(
        new CassandraTwinScan(session, KEYSPACE),
        presence,
        new Planner(IndexedPaths.DEFAULT),
        settings,
        () -> CompletableFuture.completedFuture((long) twins.size()),
        work);
  }

  private static QueryPage run(TwinQueries queries, String query, int size, String token) {
    return await(queries.run(query, size, token, QueryProgress.NONE));
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  /** Those that are connected, by their paths. */
  private record Known(Set<String> connected) implements PresenceReader {
    @Override
    public CompletionStage<TwinPresence> of(TwinKey key) {
      return CompletableFuture.completedFuture(
          new TwinPresence(connected.contains(key.path()), Presence.NEVER));
    }

    @Override
    public boolean isAlive(Connection connection) {
      return connection.edge().incarnation().equals("node");
    }
  }
}
