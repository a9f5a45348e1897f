package io.weir.dsl.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.plan.Computation;
import io.weir.dsl.plan.Condition;
import io.weir.dsl.plan.Scope;
import io.weir.dsl.value.Truth;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueriesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final JsonNode TWIN =
      json(
          "{'deviceId':'d1','status':'enabled','tags':{'floor':3,'hall':'north','odd name':1,"
              + "'when':'2026-01-01','ok':true,'list':['a',2]},'properties':{'desired':{},"
              + "'reported':{'temp':21.5,'$version':4,'name':'a%b'}}}");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tags.floor = 3",
        "TAGS.floor = 3 AND STATUS = 'enabled'",
        "devices.tags.floor = 3",
        "DeviceId = 'd1'",
        "deviceId IN ['x', 'd1']",
        "deviceId IN ['d1'] AND NOT tags.floor != 3",
        "tags.floor NIN [1, 2]",
        "tags.floor NOT IN [1, 2]",
        "'a' IN tags.list",
        "2 IN tags.list",
        "'b' NOT IN tags.list",
        "tags.[[odd name]] = 1",
        "tags[[odd name]] = 1",
        "tags['odd name'] = 1",
        "tags.list[1] = 2",
        "tags.hall LIKE 'no%h'",
        "tags.hall LIKE '_orth'",
        "tags.hall NOT LIKE 'south%'",
        "properties.reported.name LIKE 'a!%b' ESCAPE '!'",
        "STARTSWITH(tags.hall, 'nor') AND ENDSWITH(tags.hall, 'th') AND CONTAINS(tags.hall, 'ort')",
        "starts_with(tags.hall, 'nor')",
        "IS_DEFINED(tags.floor) AND NOT IS_DEFINED(tags.none)",
        "IS_STRING(tags.hall) AND IS_NUMBER(tags.floor) AND IS_BOOL(tags.ok) AND IS_OBJECT(tags)",
        "IS_ARRAY(tags.list) AND IS_PRIMITIVE(tags.hall)",
        "tags.floor + 1 = 2 * 2 AND tags.floor % 2 = 1 AND 0x10 = 16",
        "tags.none = 1 OR tags.ok = true",
        "tags.ok",
        "tags.when = \"2026-01-01\"",
        "properties.reported.$version >= 4",
        "Properties.Reported.temp > 21 AND properties.reported.temp <= 21.5",
        "LOWER(tags.hall) = 'north'"
      })
  @DisplayName("QRY-01..07: conditions that hold")
  void holds(String condition) {
    assertThat(test(condition)).as(condition).isEqualTo(Truth.TRUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tags.none = 1",
        "tags.none != 1",
        "NOT tags.none = 1",
        "tags.Floor = 3",
        "tags.floor = '3'",
        "tags.hall LIKE 'no'",
        "'a' IN tags.hall",
        "'z' IN tags.list",
        "tags.none NIN [1]",
        "tags.hall > 3",
        "properties.reported.name LIKE 'a!_b' ESCAPE '!'"
      })
  @DisplayName("QRY-10: what is undefined or of another type does not hold")
  void doesNotHold(String condition) {
    assertThat(test(condition)).as(condition).isNotEqualTo(Truth.TRUE);
  }

  @Test
  @DisplayName("QRY-02: what is selected is shown exactly, by its alias or its last step")
  void columns() {
    Query query =
        Queries.parse(
            "select top 5 deviceid, tags.floor, Tags as t, properties.reported.temp + 1 as more"
                + " from Devices where tags.floor > 1 order by more desc, tags.hall");
    assertThat(query.top()).isEqualTo(5);
    assertThat(query.columns())
        .extracting(Query.Column::name)
        .containsExactly("deviceId", "floor", "t", "more");
    Scope scope = new Scope(TWIN);
    assertThat(Computation.of(query.columns().get(2).value()).json(scope))
        .isEqualTo(TWIN.path("tags"));
    assertThat(Computation.of(query.columns().get(3).value()).json(scope).doubleValue())
        .isEqualTo(22.5);
    assertThat(query.orderBy().get(0).value()).isEqualTo(query.columns().get(3).value());
    assertThat(query.orderBy()).extracting(Query.Ordering::descending).containsExactly(true, false);
  }

  @Test
  @DisplayName("QRY-02, QRY-10: groups, aggregates and HAVING")
  void aggregates() {
    Query query =
        Queries.parse(
            "SELECT tags.hall AS hall, COUNT() AS n, AVG(properties.reported.temp) AS t,"
                + " MIN(tags.floor) AS low, MAX(tags.floor) AS high, SUM(tags.floor) AS sum"
                + " FROM devices GROUP BY tags.hall HAVING COUNT() > 1 AND n < 9 ORDER BY n");
    Aggregator aggregator = new Aggregator(query, 10);
    for (String twin :
        List.of(
            "{'tags':{'hall':'a','floor':1},'properties':{'reported':{'temp':10}}}",
            "{'tags':{'hall':'a','floor':3},'properties':{'reported':{'temp':15}}}",
            "{'tags':{'hall':'b','floor':5}}",
            "{'tags':{'floor':7}}")) {
      aggregator.add(new Scope(json(twin)));
    }
    List<ObjectNode> groups = aggregator.groups();
    assertThat(groups).hasSize(3);
    Condition having = Condition.of(query.having());
    assertThat(groups.stream().filter(g -> having.test(new Scope(g)) == Truth.TRUE))
        .singleElement()
        .satisfies(
            group ->
                assertThat(
                        query.columns().stream()
                            .map(column -> Computation.of(column.value()).json(new Scope(group)))
                            .map(JsonNode::asText))
                    .containsExactly("a", "2", "12.5", "1", "3", "4"));
    assertThat(groups.get(2).has("@0")).as("a group without the key").isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT|1, column 7",
        "SELECT * FORM devices|1, column 10",
        "SELECT * FROM device|did you mean 'devices'",
        "SELECT * FROM devices WHERE|1, column 28",
        "SELECT * FROM devices WHERE tags.a =|1, column 37",
        "SELECT * FROM devices WHERE status = 'a|1, column 38",
        "SELECT * FROM devices WHERE staus = 'a'|did you mean 'status'",
        "SELECT * FROM devices WHERE is_defned(tags.a)|did you mean 'is_defined'",
        "SELECT * FROM devices WHERE COUNT() > 1|'COUNT' cannot stand in WHERE",
        "SELECT tags.a, COUNT() FROM devices|neither a key of GROUP BY",
        "SELECT * FROM devices GROUP BY tags.a|whole twins have no groups",
        "SELECT deviceId FROM devices.jobs|jobs are shown whole",
        "SELECT TOP 0 * FROM devices|expected: 1..1000000",
        "SELECT SUM() AS s FROM devices|found 0 arguments for 'SUM'",
        "SELECT tags.a, properties.desired.a FROM devices|two values are named 'a'",
        "SELECT * FROM devices WHERE tags.[[a = 1|not closed",
        "SELECT * FROM devices WHERE tags.a IN []|list is empty",
        "SELECT * FROM devices WHERE properties.wanted.a = 1|there is no 'wanted'",
        "SELECT * FROM devices;|cannot stand here"
      })
  @DisplayName("QRY-12: what cannot be understood is named with its place and a caret")
  void mistakes(String query, String expected) {
    assertThatThrownBy(() -> Queries.parse(query))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining(expected)
        .hasMessageStartingWith("line ")
        .hasMessageEndingWith("^");
  }

  @Test
  @DisplayName("QRY-01: longer queries are refused")
  void tooLong() {
    assertThatThrownBy(() -> Queries.parse("SELECT * FROM devices" + " ".repeat(8_192)))
        .hasMessageContaining("expected: at most 8192");
  }

  private static Truth test(String condition) {
    Query query = Queries.parse("SELECT * FROM devices WHERE " + condition);
    return Condition.of(query.where()).test(new Scope(TWIN));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
