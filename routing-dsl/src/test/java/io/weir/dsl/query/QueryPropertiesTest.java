package io.weir.dsl.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.plan.Condition;
import io.weir.dsl.plan.Scope;
import io.weir.dsl.query.RandomConditions.Piece;
import io.weir.dsl.syntax.Expression;
import io.weir.dsl.value.Truth;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class QueryPropertiesTest {

  @Property(tries = 5_000)
  @Label("QRY-03..07, QRY-10: conditions have the values that the language defines")
  void conditionsMeanWhatIsDefined(@ForAll long seed) {
    RandomConditions random = new RandomConditions(new Random(seed));
    Piece condition = random.condition(4);
    Truth expected =
        condition.value() == null ? Truth.UNDEFINED : Truth.of((boolean) condition.value());
    assertThat(truth(where(condition.text()), random.document()))
        .as("%s over %s", condition.text(), random.document())
        .isEqualTo(expected);
  }

  @Property(tries = 5_000)
  @Label("QRY-01: an expression that is written out and parsed again is the same")
  void roundTrip(@ForAll long seed) {
    RandomConditions random = new RandomConditions(new Random(seed));
    Expression condition = where(random.condition(4).text());
    String text = QueryText.of(condition);
    Expression again = where(text);
    assertThat(QueryText.of(again)).isEqualTo(text);
    assertThat(truth(again, random.document())).isEqualTo(truth(condition, random.document()));
  }

  @Example
  @Label("QRY-01: what binds tighter needs no parentheses, odd names and texts are escaped")
  void writtenOut() {
    for (String text :
        List.of(
            "(tags.a = 1 OR tags.b) AND NOT tags.c != -(1 + 2) * 3",
            "NOT NOT (tags.a AND tags.b)",
            "tags.a - (tags.b - tags.c) - 1 = -(-2)",
            "(NOT tags.a) = tags.b",
            "(tags.a ?? tags.b) IN [1, 2.5, 'x'] AND 'x' NOT IN tags.l[0].m",
            "tags['odd name'].x['it\\'s \\u000a'] LIKE '%\\\\' ESCAPE '!'",
            "is_present(tags.a) AND lower(tags.b || 'x') = 'x'")) {
      assertThat(QueryText.of(where(text))).isEqualTo(text);
    }
  }

  private static Expression where(String condition) {
    return Queries.ofCondition(condition).where();
  }

  private static Truth truth(Expression condition, JsonNode document) {
    return Condition.of(condition).test(new Scope(document));
  }

  @Property
  @Label("QRY-02: aggregates do not depend on the order of the twins, and sums are rounded once")
  void aggregates(@ForAll("numbers") List<Double> numbers, @ForAll long seed) {
    Query query =
        Queries.parse(
            "SELECT SUM(tags.n) AS s, AVG(tags.n) AS a, MIN(tags.n) AS l, MAX(tags.n) AS h,"
                + " COUNT(tags.n) AS n FROM devices");
    List<JsonNode> twins = numbers.stream().map(QueryPropertiesTest::twin).toList();
    List<JsonNode> shuffled = new ArrayList<>(twins);
    Collections.shuffle(shuffled, new Random(seed));
    JsonNode answer = new Twins(twins).answer(query).get(0);
    assertThat(new Twins(shuffled).answer(query).get(0)).isEqualTo(answer);
    assertThat(answer.path("n").intValue()).isEqualTo(numbers.size());
    if (!numbers.isEmpty()) {
      double exact =
          numbers.stream()
              .map(BigDecimal::new)
              .reduce(BigDecimal.ZERO, BigDecimal::add)
              .doubleValue();
      assertThat(answer.path("s").doubleValue()).isEqualTo(exact + 0.0);
      assertThat(answer.path("l").doubleValue()).isEqualTo(Collections.min(numbers));
      assertThat(answer.path("h").doubleValue()).isEqualTo(Collections.max(numbers));
    }
  }

  private static JsonNode twin(double number) {
    ObjectNode twin = JsonNodeFactory.instance.objectNode();
    twin.putObject("tags").put("n", number);
    return twin;
  }

  @Provide
  Arbitrary<List<Double>> numbers() {
    Arbitrary<Double> any =
        Arbitraries.doubles().between(-1e300, 1e300).ofScale(15).map(number -> number + 0.0);
    Arbitrary<Double> near =
        Arbitraries.of(
            1.0, 1e16, -1e16, 0.1, 1e-16, 9007199254740994.0, -1.0, Double.MIN_VALUE, 0.30000001);
    return Arbitraries.oneOf(any, near).list().ofMaxSize(40);
  }

  @Property
  @Label("QRY-02: the order of values is total")
  void order(
      @ForAll("values") JsonNode a, @ForAll("values") JsonNode b, @ForAll("values") JsonNode c) {
    JsonOrder order = JsonOrder.INSTANCE;
    assertThat(Integer.signum(order.compare(a, b))).isEqualTo(-Integer.signum(order.compare(b, a)));
    if (order.compare(a, b) <= 0 && order.compare(b, c) <= 0) {
      assertThat(order.compare(a, c)).isLessThanOrEqualTo(0);
    }
    if (JsonKey.of(a).equals(JsonKey.of(b))) {
      assertThat(order.compare(a, b)).isZero();
    }
  }

  @Provide
  Arbitrary<JsonNode> values() {
    return Arbitraries.of(
            "null",
            "true",
            "false",
            "0",
            "-0.0",
            "1",
            "1.0",
            "1e0",
            "1.5",
            "-3",
            "1e400",
            "1e308",
            "9007199254740993",
            "\"\"",
            "\"a\"",
            "\"B\"",
            "\"1\"",
            "{}",
            "[]",
            "[1]",
            "{\"a\":1}")
        .map(Twins::json)
        .injectNull(0.1);
  }

  @Example
  @Label("QRY-10: what is the same for GROUP BY and DISTINCT")
  void keys() {
    for (List<String> same :
        List.of(
            List.of("1", "1.0", "1e0", "10e-1"),
            List.of("0", "-0.0", "0e5"),
            List.of("{\"a\":1,\"b\":[2.50]}", "{\"b\":[2.5],\"a\":1.0}"))) {
      Set<String> keys =
          same.stream().map(Twins::json).map(JsonKey::of).collect(Collectors.toSet());
      assertThat(keys).as(same.toString()).hasSize(1);
    }
    List<String> different =
        List.of(
            "1",
            "\"1\"",
            "true",
            "\"true\"",
            "null",
            "\"null\"",
            "[1]",
            "[[1]]",
            "[1,2]",
            "[12]",
            "{}",
            "[]",
            "{\"a\":1}",
            "{\"a\":\"1\"}",
            "9007199254740993",
            "9007199254740992",
            "\"a\"",
            "\"a\\\",\\\"b\"",
            "[\"a\",\"b\"]",
            "1e400",
            "1e401",
            "1e999999999");
    assertThat(different.stream().map(Twins::json).map(JsonKey::of)).doesNotHaveDuplicates();
    for (String[] shown :
        new String[][] {
          {"3.0", "3"},
          {"30", "30"},
          {"3e1", "30"},
          {"-0.50", "-0.5"},
          {"0e9", "0"},
          {"12345678901234567890.10", "12345678901234567890.1"},
          {"1e400", "1E+400"},
          {"[3.0]", "[3.0]"}
        }) {
      assertThat(JsonKey.shown(Twins.json(shown[0])).toString()).isEqualTo(shown[1]);
    }
  }

  @Example
  @Label("QRY-02: groups are bounded by their number and by what they keep")
  void bounded() {
    Query query = Queries.parse("SELECT tags.n, MAX(tags.t) FROM devices GROUP BY tags.n");
    Aggregator few = new Aggregator(query, 3);
    IntStream.range(0, 3).forEach(i -> few.add(new Scope(twin(i))));
    few.add(new Scope(twin(2)));
    assertThatThrownBy(() -> few.add(new Scope(twin(3))))
        .isInstanceOf(QueryException.class)
        .hasMessage("groups: more than 3 (expected: a key with fewer values)");
    Aggregator large = new Aggregator(query, 1_000_000);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10_000; i++) {
                ObjectNode twin = (ObjectNode) twin(i);
                ((ObjectNode) twin.get("tags")).put("t", "x".repeat(4_096));
                large.add(new Scope(twin));
              }
            })
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("have more than 16000000 characters");
  }

  @Example
  @Label("QRY-01, QRY-04: clauses, chains and patterns have limits")
  void limits() {
    String many =
        IntStream.range(0, 101).mapToObj(i -> "tags.a" + i).collect(Collectors.joining(","));
    assertRefused("SELECT " + many + " FROM devices", "SELECT: 101 values (expected: at most 100)");
    assertRefused(
        "SELECT COUNT() FROM devices GROUP BY " + many,
        "GROUP BY: 101 keys (expected: at most 10)");
    String sums =
        IntStream.range(0, 21)
            .mapToObj(i -> "SUM(tags.a) AS s" + i)
            .collect(Collectors.joining(","));
    assertThat(Queries.parse("SELECT " + sums + " FROM devices").aggregates()).hasSize(1);
    String different =
        IntStream.range(0, 21)
            .mapToObj(i -> "SUM(tags.a" + i + ") AS s" + i)
            .collect(Collectors.joining(","));
    assertRefused(
        "SELECT " + different + " FROM devices", "query: 21 aggregates (expected: at most 20)");
    String where = "SELECT * FROM devices WHERE ";
    assertRefused(where + "tags.a LIKE '" + "x".repeat(513) + "'", "513 characters");
    assertRefused(where + "NOT ".repeat(101) + "true", "nests deeper");
    assertRefused(where + "(".repeat(101) + "true" + ")".repeat(101), "nests deeper");
    assertRefused(where + "true" + " OR true".repeat(600), "chains more operators");
    assertRefused(where + "tags" + ".a".repeat(101) + " = 1", "101 steps");
    assertThat(Queries.parse(where + "true" + " OR tags.a".repeat(400)).where()).isNotNull();
  }

  private static void assertRefused(String query, String expected) {
    assertThatThrownBy(() -> Queries.parse(query))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining(expected);
  }

  @Example
  @Label("JOB-05: a condition alone")
  void conditionAlone() {
    for (String all : List.of("", "  ", "*", " * ")) {
      assertThat(Queries.ofCondition(all).where()).as(all).isNull();
    }
    assertThat(QueryText.of(where("DEVICEID IN ['a']"))).isEqualTo("deviceId IN ['a']");
    assertThatThrownBy(() -> where("tags.a = 1 GROUP BY tags.a"))
        .isInstanceOf(QueryException.class)
        .hasMessageStartingWith("line 1, column 12: ");
  }
}
