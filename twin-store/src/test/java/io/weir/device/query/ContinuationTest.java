package io.weir.device.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.IndexedPaths;
import io.weir.device.twin.TwinJson;
import io.weir.dsl.query.Queries;
import io.weir.dsl.query.QueryException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContinuationTest {

  private static final String PLAN = "plan";

  @Test
  @DisplayName("REST-59: a token says its place whole")
  void roundTrip() {
    List<JsonNode> keys =
        Arrays.asList(
            null,
            TwinJson.parse("null"),
            TwinJson.parse("true"),
            TwinJson.parse("1.50"),
            TwinJson.parse("{}"));
    for (Continuation place :
        List.of(
            new Continuation(3, Long.MIN_VALUE, null, 0, 0, List.of()),
            new Continuation(0, Long.MAX_VALUE, TwinKey.device("d"), 17, 0, keys),
            new Continuation(0, -1, new TwinKey("d", "m"), 0, 99, List.of()))) {
      String token = place.encode(PLAN);
      assertThat(Continuation.decode(token, PLAN)).isEqualTo(place);
      assertThat(token).matches("[A-Za-z0-9_-]+");
    }
    assertThat(Continuation.decode(null, PLAN)).isEqualTo(Continuation.START);
  }

  @Test
  @DisplayName("The longest token fits into a header of the REST API, and is read back")
  void longest() {
    String long128 = "\u0001".repeat(128);
    JsonNode key = TwinJson.mapper().getNodeFactory().textNode(long128);
    Continuation place =
        new Continuation(
            47,
            Long.MIN_VALUE,
            new TwinKey("d".repeat(128), "m".repeat(128)),
            1_000_000,
            0,
            List.of(key, key, key, key, key));
    String token = place.encode(PLAN);
    assertThat(token.length()).isLessThan(7_000);
    assertThat(Continuation.decode(token, PLAN)).isEqualTo(place);
  }

  @Test
  @DisplayName("A token of another query, or of another plan of the same query, is refused")
  void foreign() {
    Planner all = new Planner(IndexedPaths.DEFAULT);
    Planner none = new Planner(new IndexedPaths(List.of(), 4));
    var query = Queries.parse("SELECT * FROM devices WHERE tags.a = 1");
    String token = Continuation.START.encode(all.plan(query).fingerprint());
    assertThat(Continuation.decode(token, all.plan(query).fingerprint()))
        .isEqualTo(Continuation.START);
    for (String plan :
        List.of(
            none.plan(query).fingerprint(),
            all.plan(Queries.parse("SELECT * FROM devices WHERE tags.a = 2")).fingerprint())) {
      assertThatThrownBy(() -> Continuation.decode(token, plan))
          .isInstanceOf(QueryException.class)
          .hasMessageContaining("not one of this query");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "null",
        "[]",
        "{}",
        "{\"v\":1}",
        "{\"v\":1,\"q\":\"Q\"}",
        "{\"v\":2,\"q\":\"Q\",\"b\":0,\"t\":0}",
        "{\"v\":1,\"q\":\"Q\",\"b\":0.5,\"t\":0}",
        "{\"v\":1,\"q\":\"Q\",\"b\":0,\"t\":99999999999999999999}",
        "{\"v\":1,\"q\":\"Q\",\"b\":0,\"t\":\"0\"}",
        "{\"v\":1,\"q\":\"Q\",\"b\":0,\"t\":0"
      })
  @DisplayName("What is no token is refused with a sentence")
  void malformed(String json) {
    String own = Continuation.START.encode(PLAN);
    String digest =
        TwinJson.parse(new String(Base64.getUrlDecoder().decode(own), StandardCharsets.UTF_8))
            .path("q")
            .asText();
    String token =
        Base64.getUrlEncoder()
            .encodeToString(
                json.replace("\"Q\"", '"' + digest + '"').getBytes(StandardCharsets.UTF_8));
    for (String text : List.of(token, json, token + "!", "A".repeat(10_000))) {
      assertThatThrownBy(() -> Continuation.decode(text, PLAN))
          .isInstanceOf(QueryException.class)
          .hasMessageContaining("not one of this query");
    }
  }
}
