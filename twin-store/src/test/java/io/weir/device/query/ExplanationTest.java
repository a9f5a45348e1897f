package io.weir.device.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.IndexedPaths;
import io.weir.device.twin.TwinJson;
import io.weir.dsl.query.Queries;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExplanationTest {

  private static final ObjectNode EMPTY = TwinJson.mapper().createObjectNode();

  private final MemoryTwins twins = new MemoryTwins();

  @Test
  @DisplayName("EXPLAIN shows what is looked up, what is filtered and what is read")
  void lookUps() {
    put("d1", null, "{'hall':'a'}");
    put("d2", null, "{'hall':'a'}");
    assertThat(
            lines(
                "SELECT deviceId, connectionState FROM devices WHERE tags.hall = 'a' AND"
                    + " properties.reported.temp > 30 AND properties.reported.temp < 31"))
        .containsExactly(
            "look up 4 branches in the index, one after another:",
            "  SERVICE has 'tags.hall=sa' AND REPORTED has"
                + " 'properties.reported.temp=r16:c03e': 0 twins",
            "  SERVICE has 'tags.hall=sa' AND REPORTED has"
                + " 'properties.reported.temp=r20:c03f0': 0 twins",
            "  SERVICE has '*': 0 twins",
            "  REPORTED has '*r': 0 twins",
            "estimate: 0 twins read, until a page is full",
            "filter what comes back by the whole condition",
            "read connection and presence of each twin that is shown",
            "columns read: identity, reported, tags, terms");
    assertThat(lines("SELECT deviceId FROM devices WHERE tags.hall = 'a'"))
        .contains(
            "  SERVICE has 'tags.hall=sa': 2 twins",
            "estimate: 2 twins read, until a page is full");
  }

  @Test
  @DisplayName("EXPLAIN reckons how many twins a look-up finds from the first of them")
  void estimates() {
    for (int i = 0; i < 3_000; i++) {
      put("d" + i, null, i % 3 == 0 ? "{'hall':'north'}" : "{'hall':'south'}");
      put("d" + i, "m", "{}");
    }
    assertThat(estimate("SELECT COUNT() AS n FROM devices WHERE tags.hall = 'north'"))
        .isBetween(700L, 1_300L);
    assertThat(estimate("SELECT * FROM devices WHERE tags.hall IN ['north', 'south']"))
        .isBetween(2_100L, 3_900L);
    assertThat(estimate("SELECT * FROM devices.modules")).isBetween(2_100L, 3_900L);
    assertThat(estimate("SELECT * FROM devices WHERE tags.hall IN ['none', 'other']")).isZero();
  }

  @Test
  @DisplayName("EXPLAIN says what is read at once, what is read for each page, and what is refused")
  void others() {
    assertThat(lines("SELECT * FROM devices.modules WHERE deviceId IN ['a','b']"))
        .startsWith("read the modules of 2 devices by device id");
    assertThat(lines("SELECT * FROM devices WHERE deviceId = 'a'"))
        .startsWith("read 1 device by device id");
    assertThat(lines("SELECT * FROM devices WHERE connectionState = 'Connected'"))
        .startsWith(
            "read the twins that are connected, from the table of connections",
            "estimate: 0 twins read, until a page is full");
    assertThat(lines("SELECT COUNT() AS n FROM devices"))
        .containsExactly(
            "scan all twins",
            "estimate: about 9,000,000 twins read for each page",
            "refused: a request reads at most 2,000,000 twins",
            "group by 0 keys, 1 aggregates, streaming",
            "columns read: identity");
    assertThat(lines("SELECT DISTINCT * FROM devices"))
        .contains("estimate: about 9,000,000 twins read, until a page is full")
        .doesNotContain("keep distinct rows");
    assertThat(lines("SELECT * FROM devices.jobs"))
        .containsExactly("nothing is read: there are no jobs");
  }

  private void put(String deviceId, String moduleId, String tags) {
    twins.put(
        new TwinKey(deviceId, moduleId),
        true,
        (ObjectNode) TwinJson.parse(tags.replace('\'', '"')),
        EMPTY,
        EMPTY);
  }

  private long estimate(String query) {
    String line =
        lines(query).stream().filter(one -> one.startsWith("estimate: ")).findFirst().orElseThrow();
    return Long.parseLong(line.replaceAll("[^0-9]", ""));
  }

  private List<String> lines(String query) {
    QueryRun.Reads reads = new QueryRun.Reads(twins, twins, new Gate(4), new Gate(2));
    Plan plan = new Planner(IndexedPaths.DEFAULT).plan(Queries.parse(query));
    return new Explanation(plan, reads, QuerySettings.DEFAULT)
        .lines(() -> CompletableFuture.completedFuture(9_000_000L))
        .toCompletableFuture()
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }
}
