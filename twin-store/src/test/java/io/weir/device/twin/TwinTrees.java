package io.weir.device.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Trees of few keys, so that patches meet what is there. */
final class TwinTrees {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private TwinTrees() {}

  static ObjectNode object(String text) {
    return (ObjectNode) TwinJson.parse(text.replace('\'', '"'));
  }

  /** What callers may send for a section: an object with nulls in it, or rarely a null. */
  static Arbitrary<JsonNode> patchesAndNulls() {
    return Arbitraries.frequencyOf(
        Tuple.of(9, patches().map(node -> node)), Tuple.of(1, Arbitraries.of(NullNode.instance)));
  }

  static Arbitrary<ObjectNode> patches() {
    return objects(3, true);
  }

  /** What may stand in a section: no nulls. */
  static Arbitrary<ObjectNode> values() {
    return objects(3, false);
  }

  private static Arbitrary<ObjectNode> objects(int depth, boolean nulls) {
    return Arbitraries.maps(Arbitraries.of("a", "b", "c", "d"), members(depth, nulls))
        .ofMaxSize(3)
        .map(TwinTrees::object);
  }

  private static Arbitrary<JsonNode> members(int depth, boolean nulls) {
    Arbitrary<JsonNode> leaf = Arbitraries.frequencyOf(leaves(nulls));
    return depth == 0
        ? leaf
        : Arbitraries.frequencyOf(
            Tuple.of(3, leaf), Tuple.of(2, objects(depth - 1, nulls).map(node -> node)));
  }

  private static List<Tuple.Tuple2<Integer, Arbitrary<JsonNode>>> leaves(boolean nulls) {
    return List.of(
        Tuple.of(3, scalars()),
        Tuple.of(1, arrays()),
        Tuple.of(2, nulls ? Arbitraries.of(NullNode.instance) : scalars()));
  }

  private static Arbitrary<JsonNode> scalars() {
    return Arbitraries.of(
        JSON.textNode(""),
        JSON.textNode("2015-11-05T00:00:00.0000000Z"),
        JSON.textNode("\ud83d\ude00"),
        JSON.numberNode(1),
        JSON.numberNode(4_503_599_627_370_495L),
        JSON.numberNode(new BigDecimal("1.10")),
        JSON.booleanNode(true),
        JSON.booleanNode(false));
  }

  private static Arbitrary<JsonNode> arrays() {
    return Arbitraries.of("[]", "[1,[2.50]]", "[{\"a\":{\"b\":\"c\"}}]").map(TwinJson::parse);
  }

  private static ObjectNode object(Map<String, JsonNode> members) {
    ObjectNode object = JSON.objectNode();
    object.setAll(members);
    return object;
  }

  /** {@code levels} objects in each other, the innermost of them empty. */
  static ObjectNode objectsInObjects(int levels) {
    ObjectNode node = JSON.objectNode();
    for (int i = 1; i < levels; i++) {
      ObjectNode around = JSON.objectNode();
      around.set("a", node);
      node = around;
    }
    return node;
  }

  /** {@code levels} arrays in each other, the innermost of them empty. */
  static ArrayNode arraysInArrays(int levels) {
    ArrayNode node = JSON.arrayNode();
    for (int i = 1; i < levels; i++) {
      node = JSON.arrayNode().add(node);
    }
    return node;
  }
}
