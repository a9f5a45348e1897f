package io.weir.device.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.IndexedPaths;
import io.weir.device.twin.TwinJson;
import io.weir.dsl.plan.Computation;
import io.weir.dsl.plan.Condition;
import io.weir.dsl.plan.Scope;
import io.weir.dsl.query.JsonOrder;
import io.weir.dsl.query.Queries;
import io.weir.dsl.query.Query;
import io.weir.dsl.value.Truth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever way a plan goes, it answers like judging every twin would: each match once, over any
 * pages (QRY-04..10, REST-59).
 */
class TwinQueriesPropertyTest {

  private static ExecutorService work;
  private static MemoryTwins fleet;

  @BeforeContainer
  static void start() {
    work = Executors.newFixedThreadPool(2);
    fleet = RandomTwins.fleet(new Random(5), 250, 12);
  }

  @AfterContainer
  static void stop() {
    work.shutdownNow();
  }

  @Property(tries = 600)
  void pagesHoldEachMatchOnce(@ForAll long seed) {
    Random random = new Random(seed);
    boolean modules = random.nextBoolean();
    String where = RandomTwins.condition(random, 3);
    String text =
        (random.nextBoolean() ? "SELECT *" : "SELECT deviceId, moduleId, connectionState")
            + from(modules)
            + " WHERE "
            + where;
    List<String> found = new ArrayList<>();
    for (JsonNode item : pages(text, random)) {
      TwinKey key = key(item);
      found.add(key.path());
      assertThat(item.path("connectionState"))
          .isEqualTo(fleet.document(key).path("connectionState"));
    }
    assertThat(found).as(text).doesNotHaveDuplicates();
    assertThat(new HashSet<>(found)).as(text).isEqualTo(matching(text, modules));
  }

  @Property(tries = 150)
  void ordered(@ForAll long seed) {
    Random random = new Random(seed);
    boolean modules = random.nextBoolean();
    String by =
        List.of(
                "tags.hall DESC, deviceId",
                "properties.reported.list DESC",
                "properties.reported.env",
                "properties.reported.temp",
                "tags.a.b, properties.desired.mode DESC",
                "connectionState DESC, version")
            .get(random.nextInt(6));
    String text =
        (random.nextBoolean() ? "SELECT *" : "SELECT deviceId, moduleId")
            + from(modules)
            + " WHERE "
            + RandomTwins.condition(random, 1)
            + " ORDER BY "
            + by;
    List<String> found = pages(text, random).stream().map(item -> key(item).path()).toList();
    assertThat(found).as(text).doesNotHaveDuplicates();
    assertThat(new HashSet<>(found)).as(text).isEqualTo(matching(text, modules));
    List<String> sorted = new ArrayList<>(found);
    sorted.sort(order(Queries.parse(text)));
    assertThat(found).as(text).isEqualTo(sorted);
  }

  @Property(tries = 100)
  void groups(@ForAll long seed) {
    Random random = new Random(seed);
    boolean modules = random.nextBoolean();
    String where = RandomTwins.condition(random, 1);
    String text =
        "SELECT tags.hall AS hall, connectionState, COUNT() AS n"
            + from(modules)
            + " WHERE "
            + where
            + " GROUP BY tags.hall, connectionState"
            + (random.nextBoolean() ? " ORDER BY n DESC" : "");
    TreeMap<String, Integer> expected = new TreeMap<>();
    for (String path : matching(text, modules)) {
      JsonNode twin = fleet.document(TwinKey.ofPath(path));
      JsonNode hall = twin.at("/tags/hall");
      expected.merge(plain(hall) + "|" + twin.path("connectionState").asText(), 1, Integer::sum);
    }
    TreeMap<String, Integer> found = new TreeMap<>();
    for (JsonNode group : pages(text, random)) {
      String key = plain(group.path("hall")) + "|" + group.path("connectionState").asText();
      assertThat(found.put(key, group.path("n").asInt())).as(text).isNull();
    }
    assertThat(found).as(text).isEqualTo(expected);
  }

  @Property(tries = 100)
  void distinctAndTop(@ForAll long seed) {
    Random random = new Random(seed);
    String where = RandomTwins.condition(random, 1);
    String text = "SELECT DISTINCT tags.hall, status FROM devices WHERE " + where;
    Set<String> expected =
        matching(text, false).stream()
            .map(path -> fleet.document(TwinKey.ofPath(path)))
            .map(twin -> plain(twin.at("/tags/hall")) + "|" + twin.path("status"))
            .collect(Collectors.toSet());
    List<String> found =
        pages(text, random).stream()
            .map(row -> plain(row.path("hall")) + "|" + row.path("status"))
            .toList();
    assertThat(found).as(text).doesNotHaveDuplicates();
    assertThat(new HashSet<>(found)).as(text).isEqualTo(expected);
    int top = 1 + random.nextInt(40);
    String order = random.nextBoolean() ? "" : " ORDER BY tags.hall";
    String topped = "SELECT TOP " + top + " deviceId FROM devices WHERE " + where + order;
    assertThat(pages(topped, random))
        .as(topped)
        .hasSize(Math.min(top, matching(topped, false).size()))
        .doesNotHaveDuplicates();
  }

  /** REST-59: a twin that stays as it is is in one page, whatever happens to the others. */
  @Property(tries = 60)
  void writesBetweenPages(@ForAll long seed) {
    Random random = new Random(seed);
    MemoryTwins moving = RandomTwins.fleet(new Random(seed + 1), 200, 0);
    String text = "SELECT deviceId FROM devices WHERE " + RandomTwins.condition(random, 2);
    Condition condition = Condition.of(Queries.parse(text).where());
    Set<String> expected = matching(moving, condition, false);
    expected.removeIf(id -> id.hashCode() % 2 == 0);
    List<String> found = new ArrayList<>();
    String token = null;
    do {
      QueryPage page = run(queries(moving), text, 1 + random.nextInt(30), token);
      page.items().forEach(item -> found.add(key(TwinJson.parse(item)).path()));
      token = page.continuation();
      for (int i = 0; i < 10; i++) {
        String id = "d" + random.nextInt(220);
        if (id.hashCode() % 2 == 0) {
          if (random.nextInt(3) == 0) {
            moving.remove(TwinKey.device(id));
          } else {
            RandomTwins.put(moving, random, TwinKey.device(id));
          }
        }
      }
    } while (token != null);
    found.removeIf(id -> id.hashCode() % 2 == 0);
    assertThat(found).as(text).doesNotHaveDuplicates();
    assertThat(new HashSet<>(found)).as(text).isEqualTo(expected);
  }

  private static Comparator<String> order(Query query) {
    return (left, right) -> {
      for (Query.Ordering key : query.orderBy()) {
        JsonNode one = value(key, left);
        JsonNode two = value(key, right);
        int compared = JsonOrder.INSTANCE.compare(begin(one), begin(two));
        if (compared != 0) {
          return key.descending() ? -compared : compared;
        }
      }
      return left.compareTo(right);
    };
  }

  private static JsonNode value(Query.Ordering key, String path) {
    return Computation.of(key.value()).json(new Scope(fleet.document(TwinKey.ofPath(path))));
  }

  private static JsonNode begin(JsonNode value) {
    return value != null && value.isTextual() && value.textValue().length() > 128
        ? JsonNodeFactory.instance.textNode(value.textValue().substring(0, 128))
        : value;
  }

  private static String plain(JsonNode value) {
    return value.isNumber() ? Double.toString(value.doubleValue() + 0.0) : value.toString();
  }

  private static String from(boolean modules) {
    return modules ? " FROM devices.modules" : " FROM devices";
  }

  private static TwinKey key(JsonNode item) {
    return new TwinKey(item.path("deviceId").asText(), item.path("moduleId").textValue());
  }

  private static Set<String> matching(String text, boolean modules) {
    return matching(fleet, Condition.of(Queries.parse(text).where()), modules);
  }

  private static Set<String> matching(MemoryTwins twins, Condition condition, boolean modules) {
    Set<String> paths = new HashSet<>();
    for (TwinKey key : twins.keys(modules)) {
      if (condition.test(new Scope(twins.document(key))) == Truth.TRUE) {
        paths.add(key.path());
      }
    }
    return paths;
  }

  private static List<JsonNode> pages(String text, Random random) {
    List<JsonNode> items = new ArrayList<>();
    String token = null;
    do {
      // Another node goes on where the one before stopped.
      int size = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 5 + random.nextInt(200);
      QueryPage page = run(queries(fleet), text, size, token);
      assertThat(page.items()).as(text).hasSizeLessThanOrEqualTo(size);
      page.items().forEach(item -> items.add(TwinJson.parse(item)));
      token = page.continuation();
      assertThat(token == null || !page.items().isEmpty()).as("no empty page: " + text).isTrue();
    } while (token != null);
    return items;
  }

  private static TwinQueries queries(MemoryTwins twins) {
    return new TwinQueries(
        twins,
        twins,
        new Planner(IndexedPaths.DEFAULT),
        QuerySettings.DEFAULT,
        () -> CompletableFuture.completedFuture(1_000L),
        work);
  }

  private static QueryPage run(TwinQueries queries, String text, int size, String token) {
    return queries
        .run(text, size, token, QueryProgress.NONE)
        .toCompletableFuture()
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }
}
