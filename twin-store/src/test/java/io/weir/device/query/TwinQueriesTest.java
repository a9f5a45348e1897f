package io.weir.device.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.identity.TwinKey;
import io.weir.device.store.ConnectionPage;
import io.weir.device.store.StoredTwin;
import io.weir.device.store.TwinPart;
import io.weir.device.store.TwinScan;
import io.weir.device.twin.IndexedPaths;
import io.weir.device.twin.TwinJson;
import io.weir.dsl.query.QueryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TwinQueriesTest {

  private static final ObjectNode EMPTY = TwinJson.mapper().createObjectNode();

  private final ExecutorService work = Executors.newFixedThreadPool(2);
  private final MemoryTwins twins = new MemoryTwins();

  @AfterEach
  void stop() {
    work.shutdownNow();
  }

  @Test
  @DisplayName("A twin whose reported terms were cut is found beside one of tags")
  void cutOfOneColumn() {
    ObjectNode many = TwinJson.mapper().createObjectNode();
    for (int i = 0; i < 300; i++) {
      many.put("k" + i, "v");
    }
    many.put("last", "here");
    put("reported", EMPTY, many);
    put("tags", many, EMPTY);
    put("plain", EMPTY, json("{'last':'here'}"));
    for (String where :
        List.of(
            "tags.last = 'here' OR properties.reported.last = 'here'",
            "properties.reported.last = 'here' OR tags.last = 'here'")) {
      assertThat(ids("SELECT deviceId FROM devices WHERE " + where, 10))
          .containsExactlyInAnyOrder("reported", "tags", "plain");
    }
  }

  @Test
  @DisplayName("A string whose cut would halve a character is found once")
  void surrogates() {
    String text = "x".repeat(127) + new String(Character.toChars(0x1F600)) + "y";
    put("d", json("{'a':'" + text + "','b':'1'}"), EMPTY);
    assertThat(ids("SELECT deviceId FROM devices WHERE tags.a = '" + text + "' OR tags.b = '1'", 5))
        .containsExactly("d");
  }

  @Test
  @DisplayName("QRY-02: HAVING makes one group of all, which it may leave out")
  void havingAlone() {
    put("d1", EMPTY, EMPTY);
    put("d2", EMPTY, EMPTY);
    TwinQueries queries = queries(twins, twins, QuerySettings.DEFAULT, 0);
    assertThat(run(queries, "SELECT 1 AS one FROM devices HAVING 1 = 2", 5, null).items())
        .isEmpty();
  }

  @Test
  @DisplayName("QRY-11: many single reads wait for each other")
  void boundedReads() {
    for (int i = 0; i < 1_500; i++) {
      put("d" + i, EMPTY, EMPTY);
      twins.connect(TwinKey.device("d" + i));
    }
    AtomicInteger out = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    PresenceReader slow =
        new PresenceReader() {
          @Override
          public CompletionStage<TwinPresence> of(TwinKey key) {
            most.accumulateAndGet(out.incrementAndGet(), Math::max);
            return CompletableFuture.supplyAsync(
                    () -> key, CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, work))
                .thenCompose(
                    any -> {
                      out.decrementAndGet();
                      return twins.of(key);
                    });
          }

          @Override
          public boolean isAlive(io.weir.device.connection.Connection connection) {
            return true;
          }
        };
    TwinQueries queries = queries(twins, slow, QuerySettings.DEFAULT, 0);
    JsonNode row =
        TwinJson.parse(
            run(
                    queries,
                    "SELECT connectionState, COUNT() AS n FROM devices GROUP BY connectionState",
                    5,
                    null)
                .items()
                .get(0));
    assertThat(row.path("n").intValue()).isEqualTo(1_500);
    assertThat(most.get()).isBetween(2, 128);
  }

  @Test
  @DisplayName("Presence is read of what is shown, not of all that is scanned")
  void presenceOfShown() {
    for (int i = 0; i < 500; i++) {
      put("d" + i, json("{'n':" + i + "}"), EMPTY);
    }
    twins.connect(TwinKey.device("d7"));
    QueryPage page =
        run(
            queries(),
            "SELECT deviceId, connectionState FROM devices WHERE NOT tags.n != 7",
            10,
            null);
    assertThat(page.items())
        .containsExactly("{\"deviceId\":\"d7\",\"connectionState\":\"Connected\"}");
    assertThat(twins.presenceReads).hasValue(1);
    assertThat(twins.scanned).hasValue(500);
  }

  @Test
  @DisplayName("A module's twin is found by its device's id, without a scan")
  void modulesOfDevice() {
    for (int i = 0; i < 100; i++) {
      twins.put(new TwinKey("d" + i % 3, "m" + i), true, EMPTY, EMPTY, EMPTY);
    }
    List<String> found = new ArrayList<>();
    String text = "SELECT moduleId FROM devices.modules WHERE deviceId IN ['d2', 'd0', 'none']";
    String token = null;
    do {
      QueryPage page = run(queries(), text, 7, token);
      page.items().forEach(item -> found.add(TwinJson.parse(item).path("moduleId").asText()));
      token = page.continuation();
    } while (token != null);
    assertThat(found).hasSize(67).doesNotHaveDuplicates();
    assertThat(twins.scanned).hasValue(0);
  }

  @Test
  @DisplayName("LIM-09: a page of large twins is shorter than asked for, and none is lost")
  void largeTwins() {
    ObjectNode large = TwinJson.mapper().createObjectNode();
    for (int i = 0; i < 8; i++) {
      large.put("k" + i, "v".repeat(4_000));
    }
    for (int i = 0; i < 700; i++) {
      put("d" + i, large, large);
    }
    for (String text :
        List.of(
            "SELECT * FROM devices",
            "SELECT * FROM devices WHERE NOT tags.x = 1 OR tags.k0 != 'x'",
            "SELECT * FROM devices ORDER BY deviceId DESC")) {
      Set<String> found = new HashSet<>();
      List<Integer> sizes = new ArrayList<>();
      String token = null;
      do {
        QueryPage page = run(queries(), text, 1_000, token);
        page.items()
            .forEach(
                item ->
                    assertThat(found.add(TwinJson.parse(item).path("deviceId").asText())).isTrue());
        sizes.add(page.items().size());
        token = page.continuation();
      } while (token != null);
      assertThat(found).as(text).hasSize(700);
      assertThat(sizes).as(text).hasSizeBetween(5, 10);
    }
  }

  @Test
  @DisplayName("QRY-02: 20 and 20.0 are one group; a sum beyond all numbers is none")
  void numbersOfGroups() {
    put("a", EMPTY, json("{'t':20,'x':1e308}"));
    put("b", EMPTY, json("{'t':20.0,'x':1e308}"));
    assertThat(
            run(
                    queries(),
                    "SELECT properties.reported.t AS t, COUNT() AS n, SUM(properties.reported.x) AS"
                        + " s FROM devices GROUP BY properties.reported.t",
                    5,
                    null)
                .items())
        .containsExactly("{\"t\":20,\"n\":2}");
    assertThat(
            run(queries(), "SELECT DISTINCT properties.reported.t FROM devices", 5, null).items())
        .containsExactly("{\"t\":20}");
  }

  @Test
  @DisplayName("Whatever reads too much says what would help")
  void limits() {
    for (int i = 0; i < 3_000; i++) {
      put("d" + i, json("{'n':" + i + "}"), EMPTY);
    }
    QuerySettings few = new QuerySettings(1_500, 10, 2, Duration.ofSeconds(30));
    TwinQueries queries = queries(twins, twins, few, 3_000);
    assertRefused(queries, "SELECT * FROM devices WHERE tags.none != 1", "has read");
    for (String everything :
        List.of(
            "SELECT COUNT() AS n FROM devices",
            "SELECT DISTINCT status FROM devices",
            "SELECT * FROM devices ORDER BY deviceId")) {
      assertRefused(queries, everything, "would scan about 3,000 twins (expected: at most 1500)");
    }
    TwinQueries unsuspecting = queries(twins, twins, few, 0);
    assertRefused(unsuspecting, "SELECT COUNT() AS n FROM devices", "has read");
    TwinQueries groups = queries(twins, twins, new QuerySettings(9_999, 10, 2, few.deadline()), 0);
    assertRefused(
        groups, "SELECT tags.n, COUNT() AS c FROM devices GROUP BY tags.n", "groups: more than 10");
    assertRefused(groups, "SELECT DISTINCT tags.n FROM devices", "distinct rows: more than 10");
  }

  @Test
  @DisplayName("A page ends where the limit does, when it has something, and goes on there")
  void shortPages() {
    for (int i = 0; i < 3_000; i++) {
      put("d" + i, json("{'n':" + i % 100 + "}"), EMPTY);
    }
    QuerySettings few = new QuerySettings(1_500, 10, 2, Duration.ofSeconds(30));
    List<String> found = new ArrayList<>();
    int pages = 0;
    String token = null;
    do {
      QueryPage page =
          run(
              queries(twins, twins, few, 3_000),
              "SELECT deviceId FROM devices WHERE NOT tags.n != 3",
              1_000,
              token);
      page.items().forEach(item -> found.add(TwinJson.parse(item).path("deviceId").asText()));
      token = page.continuation();
      pages++;
    } while (token != null);
    assertThat(found).hasSize(30).doesNotHaveDuplicates();
    assertThat(pages).isBetween(2, 10);
  }

  private static void assertRefused(TwinQueries queries, String text, String sentence) {
    assertThatThrownBy(() -> run(queries, text, 10, null))
        .as(text)
        .hasRootCauseInstanceOf(QueryException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  @DisplayName("A query that takes too long ends, and makes room for others")
  void deadline() {
    QuerySettings hasty = new QuerySettings(9_999, 10, 1, Duration.ofMillis(100));
    AtomicInteger reads = new AtomicInteger();
    TwinScan silent =
        scan(
            request ->
                reads.getAndIncrement() == 0 ? new CompletableFuture<>() : twins.read(request));
    TwinQueries queries = queries(silent, twins, hasty, 0);
    CompletionStage<QueryPage> first =
        queries.run("SELECT * FROM devices", 5, null, QueryProgress.NONE);
    assertThatThrownBy(() -> run(queries, "SELECT * FROM devices", 5, null))
        .hasRootCauseInstanceOf(QueryBusyException.class)
        .hasMessageContaining("Too many queries run (expected: at most 1)");
    assertThatThrownBy(() -> first.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join())
        .hasRootCauseInstanceOf(QueryBusyException.class)
        .hasMessageContaining("took longer");
    assertThat(run(queries, "SELECT * FROM devices", 5, null).items()).isEmpty();
  }

  @Test
  @DisplayName("What the store refuses ends the query at once, and the reads beside it")
  void failures() throws InterruptedException {
    IllegalStateException broken = new IllegalStateException("broken");
    AtomicInteger reads = new AtomicInteger();
    put("d", EMPTY, EMPTY);
    StoredTwin twin = twins.read(request(1)).toCompletableFuture().join().twins().get(0);
    TwinScan scan =
        scan(
            request -> {
              if (request.to() == Long.MAX_VALUE) {
                return CompletableFuture.failedFuture(broken);
              }
              reads.incrementAndGet();
              // Endless.
              return CompletableFuture.completedFuture(new TwinScan.Page(List.of(twin), true));
            });
    QuerySettings settings = new QuerySettings(Long.MAX_VALUE, 10, 1, Duration.ofSeconds(30));
    assertThatThrownBy(
            () ->
                run(queries(scan, twins, settings, 0), "SELECT COUNT() AS n FROM devices", 1, null))
        .hasRootCause(broken);
    assertThat(stays(reads)).as("the ways beside it end").isTrue();
    assertThat(
            run(queries(twins, twins, settings, 0), "SELECT COUNT() AS n FROM devices", 1, null)
                .items())
        .containsExactly("{\"n\":1}");
  }

  private static boolean stays(AtomicInteger counter) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      int before = counter.get();
      Thread.sleep(50);
      if (counter.get() == before) {
        return true;
      }
    }
    return false;
  }

  @Test
  @DisplayName("A scan of very many batches nests nothing")
  void manyBatches() {
    AtomicInteger reads = new AtomicInteger();
    TwinScan scan =
        scan(
            request ->
                CompletableFuture.completedFuture(
                    new TwinScan.Page(List.of(), reads.incrementAndGet() < 50_000)));
    assertThat(
            run(
                    queries(scan, twins, QuerySettings.DEFAULT, 0),
                    "SELECT deviceId FROM devices WHERE NOT tags.n = 1",
                    5,
                    null)
                .items())
        .isEmpty();
  }

  @Test
  @DisplayName("QRY-08, QRY-09, REST-58: the types of answers")
  void types() {
    put("d", EMPTY, EMPTY);
    assertThat(run(queries(), "SELECT * FROM devices", 5, null).type().wireName())
        .isEqualTo("Twin");
    assertThat(run(queries(), "SELECT deviceId FROM devices", 5, null).type().wireName())
        .isEqualTo("Raw");
    assertThat(run(queries(), "SELECT COUNT() AS n FROM devices", 5, null).type().wireName())
        .isEqualTo("Raw");
    QueryPage jobs = run(queries(), "SELECT * FROM devices.jobs", 5, null);
    assertThat(jobs.type().wireName()).isEqualTo("DeviceJob");
    assertThat(jobs.items()).isEmpty();
    assertThat(jobs.continuation()).isNull();
  }

  private void put(String id, ObjectNode tags, ObjectNode reported) {
    twins.put(TwinKey.device(id), true, tags, EMPTY, reported);
  }

  private static TwinScan.Request request(int limit) {
    Set<TwinPart> all =
        Set.of(
            TwinPart.TAGS,
            TwinPart.DESIRED,
            TwinPart.DESIRED_METADATA,
            TwinPart.REPORTED,
            TwinPart.REPORTED_METADATA);
    return new TwinScan.Request(false, List.of(), Long.MIN_VALUE, Long.MAX_VALUE, limit, all);
  }

  private TwinScan scan(Function<TwinScan.Request, CompletionStage<TwinScan.Page>> read) {
    return new TwinScan() {
      @Override
      public CompletionStage<Page> read(Request request) {
        return read.apply(request);
      }

      @Override
      public CompletionStage<Optional<StoredTwin>> read(TwinKey key, Set<TwinPart> parts) {
        return twins.read(key, parts);
      }

      @Override
      public CompletionStage<List<StoredTwin>> modules(String deviceId, Set<TwinPart> parts) {
        return twins.modules(deviceId, parts);
      }

      @Override
      public CompletionStage<List<ConnectionPage.Held>> held(
          boolean modules, TwinKey after, int limit) {
        return twins.held(modules, after, limit);
      }
    };
  }

  private TwinQueries queries() {
    return queries(twins, twins, QuerySettings.DEFAULT, 0);
  }

  private TwinQueries queries(
      TwinScan scan, PresenceReader presence, QuerySettings settings, long total) {
    return new TwinQueries(
        scan,
        presence,
        new Planner(IndexedPaths.DEFAULT),
        settings,
        () -> CompletableFuture.completedFuture(total),
        work);
  }

  private List<String> ids(String text, int size) {
    return run(queries(), text, size, null).items().stream()
        .map(item -> TwinJson.parse(item).path("deviceId").asText())
        .toList();
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) TwinJson.parse(text.replace('\'', '"'));
  }

  private static QueryPage run(TwinQueries queries, String text, int size, String token) {
    return queries
        .run(text, size, token, QueryProgress.NONE)
        .toCompletableFuture()
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }
}
