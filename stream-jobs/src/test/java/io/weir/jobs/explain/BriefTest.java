package io.weir.jobs.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BriefTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode explanation = JSON.createObjectNode();
  private final ArrayNode routes = explanation.putArray("routes");

  private ObjectNode route(String name, String verdict, String value) {
    ObjectNode because = routes.addObject().put("name", name).put("verdict", verdict);
    because = because.putObject("because").put("expression", "x");
    because.putArray("saw").addObject().put("value", value);
    return because;
  }

  private JsonNode brief() throws Exception {
    String text = Brief.text(explanation);
    assertThat(text.length()).isLessThanOrEqualTo(128 * 1024);
    return JSON.readTree(text);
  }

  @Test
  @DisplayName("What is short stays as it is")
  void unchanged() throws Exception {
    route("a", "matched", "v");
    JsonNode before = explanation.deepCopy();
    assertThat(brief()).isEqualTo(before);
  }

  @Test
  @DisplayName("A long value is cut, text or not")
  void longValues() throws Exception {
    ObjectNode because = route("a", "matched", "v".repeat(1_000));
    because.set("value", JSON.createArrayNode().add("w".repeat(1_000)));
    JsonNode cut = brief().at("/routes/0/because");
    assertThat(cut.at("/saw/0/value").textValue()).isEqualTo("v".repeat(500) + "...");
    assertThat(cut.at("/value").textValue()).startsWith("[\"ww").endsWith("w...").hasSize(503);
  }

  @Test
  @DisplayName("Of too many routes those that did not match are left out first, and counted")
  void manyRoutes() throws Exception {
    route("first", "matched", "v");
    for (int i = 0; i < 5_000; i++) {
      route("r" + i, "not-matched", "v".repeat(100));
    }
    route("last", "undefined", "v");
    JsonNode brief = brief();
    assertThat(brief.path("routes"))
        .extracting(route -> route.path("name").textValue())
        .startsWith("first", "r0")
        .endsWith("last");
    assertThat(brief.path("routes").size() + brief.path("leftOut").asInt()).isEqualTo(5_002);
  }

  @Test
  @DisplayName("What was undefined, or failed, goes last: it is what is looked for")
  void oddOnes() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      route("m" + i, "matched", "v".repeat(100));
    }
    route("odd", "undefined", "v");
    route("bad", "error", "v");
    assertThat(brief().path("routes"))
        .extracting(route -> route.path("name").textValue())
        .endsWith("odd", "bad");
  }

  @Test
  @DisplayName("There may be too many that matched")
  void manyMatches() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      route("r" + i, "matched", "v".repeat(100));
    }
    JsonNode brief = brief();
    assertThat(brief.path("routes").size()).isBetween(100, 4_999);
    assertThat(brief.path("routes").size() + brief.path("leftOut").asInt()).isEqualTo(5_000);
  }
}
