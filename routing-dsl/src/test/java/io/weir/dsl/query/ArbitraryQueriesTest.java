package io.weir.dsl.query;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ArbitraryQueriesTest {

  @Property(tries = 3_000)
  @Label("QRY-12: any text is a query or a QueryException that shows a place")
  void anyText(@ForAll("texts") String text) {
    try {
      assertThat(Queries.parse(text).text()).isEqualTo(text);
    } catch (QueryException e) {
      assertThat(e).hasMessageContaining("^");
    }
  }

  @Provide
  Arbitrary<String> texts() {
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
