package io.weir.dsl.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Label("QRY-12: any text is a query that can be answered, or a QueryException that shows a place")
class ArbitraryQueriesTest {

  private static final Twins TWINS =
      new Twins(
          List.of(
              Twins.json(
                  "{\"deviceId\":\"d1\",\"tags\":{\"a\":1,\"l\":[1,\"x\"]},\"properties\":{}}"),
              Twins.json("{\"deviceId\":\"d2\",\"tags\":{\"a\":\"x\"},\"status\":\"enabled\"}"),
              Twins.json("{\"deviceId\":\"d3\",\"tags\":{\"a\":{\"b\":null}}}")));

  private static final List<String> QUERIES =
      List.of(
          "SELECT * FROM devices WHERE tags.a = 1 AND NOT (tags.b IN ['x', 2] OR 'x' IN tags.l)",
          "SELECT DISTINCT TOP 5 tags.a AS x, lower(tags.a) FROM devices ORDER BY x DESC",
          "SELECT tags.a AS k, COUNT() AS n, MAX(tags.l[0]) FROM devices WHERE IS_DEFINED(tags.a)"
              + " GROUP BY tags.a HAVING n > 0 AND k != 'y' ORDER BY n, COUNT(tags.a) DESC",
          "EXPLAIN SELECT tags.[[odd name]] ?? -1 * 2 % 0 AS v FROM devices.modules"
              + " WHERE tags.a LIKE 'x!%_' ESCAPE '!' AND tags.a NIN [1, 0x2] /* c */ -- d");

  @Property(tries = 3_000)
  void anyWords(@ForAll("words") String text) {
    answerOrPlace(text);
  }

  @Property(tries = 3_000)
  void anyCharacters(@ForAll String text) {
    answerOrPlace(text);
    answerOrPlace("SELECT " + text + " FROM devices WHERE " + text);
  }

  @Property(tries = 5_000)
  void brokenQueries(@ForAll("mutations") String text) {
    answerOrPlace(text);
  }

  private static void answerOrPlace(String text) {
    Query query;
    try {
      query = Queries.parse(text);
    } catch (QueryException e) {
      assertThat(e.getMessage()).matches("(?s)line \\d+, column \\d+: .+\\n.*\\n *\\^+");
      return;
    }
    assertThat(query.text()).isEqualTo(text);
    assertThat(TWINS.answer(query)).hasSizeLessThanOrEqualTo(3);
  }

  @Provide
  Arbitrary<String> mutations() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "",
            " ",
            "(",
            ")",
            "[",
            "]",
            "'",
            "\"",
            "\\",
            ",",
            ".",
            "*",
            "-",
            "$",
            "{",
            "}",
            "--",
            "/*",
            "0x",
            "1e",
            "[[",
            "]]",
            "AS x",
            "x",
            "NOT",
            "COUNT()",
            "ORDER BY",
            "\n",
            "\t",
            "\uD83D",
            "ß",
            "#0",
            "@0",
            "null");
    return Combinators.combine(
            Arbitraries.of(QUERIES),
            Arbitraries.integers().between(0, 200),
            Arbitraries.integers().between(0, 12),
            pieces)
        .as(
            (query, at, cut, piece) -> {
              int from = Math.min(at, query.length());
              int to = Math.min(query.length(), from + cut);
              return query.substring(0, from) + piece + query.substring(to);
            });
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.of(
            "SELECT",
            "*",
            "FROM",
            "devices",
            "WHERE",
            "tags.a",
            "=",
            "(",
            ")",
            "'x'",
            "1",
            "AND",
            "NOT",
            "IN",
            "[",
            "]",
            "LIKE",
            ",",
            "GROUP",
            "BY",
            "COUNT",
            "ORDER",
            "HAVING",
            "[[",
            "properties.reported.x",
            "\"",
            ".",
            "$",
            "TOP",
            "AS",
            "n",
            "\n",
            "ü",
            "null")
        .list()
        .ofMaxSize(20)
        .map(words -> String.join(" ", words));
  }
}
