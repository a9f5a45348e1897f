package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The official Node service SDK on the registry, in a process of its own. */
@HubTest
@Order(40)
class NodeServiceSdkTest {
  private final Hub hub = Hub.shared();

  @Test
  @DisplayName("REST-01..04 REST-51 REST-54: create, get, update, list, delete")
  void keepsRegistry() {
    ObjectNode instruction = instruction("iothubowner");
    step(instruction, "create", device("node-registry"));
    step(instruction, "get", device("node-registry"));
    step(instruction, "update", device("node-registry").put("status", "disabled"));
    step(instruction, "list", Json.object());
    step(instruction, "delete", device("node-registry"));
    step(instruction, "get", device("node-registry"));
    List<JsonNode> outcomes = NodeScript.run(hub, "registry.js", instruction);

    JsonNode created = outcomes.get(0).path("device");
    assertThat(created.path("status").asText()).isEqualTo("enabled");
    assertThat(Base64.getDecoder().decode(keyOf(created))).hasSize(32);
    assertThat(outcomes.get(1).path("device")).isEqualTo(created);
    JsonNode updated = outcomes.get(2).path("device");
    assertThat(updated.path("status").asText()).isEqualTo("disabled");
    assertThat(updated.path("generationId")).isEqualTo(created.path("generationId"));
    assertThat(keyOf(updated)).isEqualTo(keyOf(created));
    assertThat(StreamSupport.stream(outcomes.get(3).path("devices").spliterator(), false))
        .anyMatch(device -> device.path("deviceId").asText().equals("node-registry"));
    assertThat(outcomes.get(4).has("error")).isFalse();
    assertThat(outcomes.get(5).path("error").asText()).isEqualTo("DeviceNotFoundError");
  }

  @Test
  @DisplayName("REST-60 REG-01: every character that a device id may have")
  void acceptsOddIds() {
    String id = "odd-.+%_#*?!(),:=@$'2";
    ObjectNode instruction = instruction("iothubowner");
    step(instruction, "create", device(id));
    step(instruction, "get", device(id));
    step(instruction, "delete", device(id));
    List<JsonNode> outcomes = NodeScript.run(hub, "registry.js", instruction);

    assertThat(outcomes.get(1).path("device").path("deviceId").asText()).isEqualTo(id);
    assertThat(outcomes.get(2).has("error")).isFalse();
  }

  @Test
  @DisplayName("REST-52 ERR-01 ERR-03: conflict, unknown device and insufficient rights")
  void refuses() {
    ObjectNode owner = instruction("iothubowner");
    step(owner, "create", device("node-conflict"));
    step(owner, "create", device("node-conflict"));
    step(owner, "update", device("node-nobody"));
    step(owner, "delete", device("node-nobody"));
    ObjectNode reader = instruction("registryRead");
    step(reader, "get", device("node-conflict"));
    step(reader, "delete", device("node-conflict"));

    assertThat(errors(owner))
        .containsExactly(
            "", "DeviceAlreadyExistsError", "DeviceNotFoundError", "DeviceNotFoundError");
    assertThat(errors(reader)).containsExactly("", "UnauthorizedError");
  }

  @Test
  @DisplayName(
      "REST-10 REST-11 TWIN-11 ERR-04: twins are read and patched; a stale etag is refused")
  void keepsTwins() {
    ObjectNode instruction = instruction("iothubowner");
    step(instruction, "create", device("node-service-twin"));
    String patch =
        "{\"tags\":{\"hall\":\"north\"},\"properties\":{\"desired\":{\"interval\":30,\"x\":1}}}";
    call(instruction, "getTwin", "[\"node-service-twin\"]");
    call(instruction, "updateTwin", "[\"node-service-twin\"," + patch + ",\"AAAAAAAAAAE=\"]");
    call(
        instruction,
        "updateTwin",
        "[\"node-service-twin\",{\"tags\":{\"hall\":\"south\"}},\"AAAAAAAAAAE=\"]");
    call(
        instruction,
        "updateTwin",
        "[\"node-service-twin\",{\"properties\":{\"desired\":{\"x\":null}}},\"*\"]");
    ObjectNode own = device("node-service-twin");
    own.set("patch", Json.parse("{\"tags\":{\"floor\":2}}"));
    step(instruction, "twinUpdate", own);
    ObjectNode overtaken = own.deepCopy();
    overtaken.set("others", Json.parse("{\"tags\":{\"floor\":3}}"));
    step(instruction, "twinUpdate", overtaken);
    call(instruction, "getTwin", "[\"node-service-twin\"]");
    call(instruction, "getTwin", "[\"node-service-nobody\"]");
    List<JsonNode> outcomes = NodeScript.run(hub, "registry.js", instruction);

    assertThat(outcomes.get(1).at("/result/etag").asText()).isEqualTo("AAAAAAAAAAE=");
    JsonNode patched = outcomes.get(2).path("result");
    assertThat(patched.at("/tags/hall").asText()).isEqualTo("north");
    assertThat(patched.at("/properties/desired/interval").asInt()).isEqualTo(30);
    assertThat(patched.at("/properties/desired/$version").asInt()).isEqualTo(2);
    assertThat(outcomes.get(3).path("error").asText()).isEqualTo("InvalidEtagError");
    assertThat(outcomes.get(4).at("/result/properties/desired").has("x")).isFalse();
    assertThat(outcomes.get(5).at("/result/tags/floor").asInt()).isEqualTo(2);
    assertThat(outcomes.get(6).path("error").asText()).isEqualTo("InvalidEtagError");
    JsonNode twin = outcomes.get(7).path("result");
    assertThat(twin.path("tags")).isEqualTo(Json.parse("{\"hall\":\"north\",\"floor\":3}"));
    assertThat(twin.path("version").asInt()).isEqualTo(6);
    assertThat(outcomes.get(8).path("error").asText()).isEqualTo("DeviceNotFoundError");
  }

  @Test
  @DisplayName("REST-06..09 REST-13 REST-14 REG-09: modules and their twins")
  void keepsModules() {
    String module = "{\"deviceId\":\"node-modules\",\"moduleId\":\"%s\"}";
    ObjectNode instruction = instruction("iothubowner");
    step(instruction, "create", device("node-modules"));
    call(instruction, "addModule", "[" + module.formatted("one") + "]");
    call(instruction, "addModule", "[" + module.formatted("two") + "]");
    call(instruction, "addModule", "[" + module.formatted("one") + "]");
    call(instruction, "getModule", "[\"node-modules\",\"one\"]");
    call(instruction, "getModulesOnDevice", "[\"node-modules\"]");
    call(
        instruction,
        "updateModuleTwin",
        "[\"node-modules\",\"one\",{\"tags\":{\"role\":\"eye\"}},\"*\"]");
    call(instruction, "getModuleTwin", "[\"node-modules\",\"one\"]");
    call(instruction, "getModuleTwin", "[\"node-modules\",\"two\"]");
    ObjectNode query =
        Json.object()
            .put(
                "text",
                "SELECT * FROM devices.modules WHERE deviceId = 'node-modules'"
                    + " AND tags.role = 'eye'");
    step(instruction, "query", query);
    call(instruction, "removeModule", "[\"node-modules\",\"one\"]");
    call(instruction, "getModule", "[\"node-modules\",\"one\"]");
    call(instruction, "getModulesOnDevice", "[\"node-modules\"]");
    List<JsonNode> outcomes = NodeScript.run(hub, "registry.js", instruction);

    JsonNode one = outcomes.get(1).path("result");
    assertThat(Base64.getDecoder().decode(keyOf(one))).hasSize(32);
    assertThat(keyOf(outcomes.get(2).path("result"))).isNotEqualTo(keyOf(one));
    assertThat(outcomes.get(3).has("error")).isTrue();
    assertThat(outcomes.get(4).path("result")).isEqualTo(one);
    assertThat(outcomes.get(5).path("result").findValuesAsText("moduleId"))
        .containsExactlyInAnyOrder("one", "two");
    assertThat(outcomes.get(6).at("/result/tags/role").asText()).isEqualTo("eye");
    assertThat(outcomes.get(7).at("/result/moduleId").asText()).isEqualTo("one");
    assertThat(outcomes.get(7).at("/result/tags/role").asText()).isEqualTo("eye");
    assertThat(outcomes.get(8).at("/result/tags")).isEmpty();
    assertThat(outcomes.get(9).at("/pages/0/0/moduleId").asText()).isEqualTo("one");
    assertThat(outcomes.get(10).has("error")).isFalse();
    assertThat(outcomes.get(11).has("error")).isTrue();
    assertThat(outcomes.get(12).path("result").findValuesAsText("moduleId")).containsExactly("two");
  }

  @Test
  @DisplayName("REST-05 REST-18 REST-19 REST-59 REG-05: bulk calls, a query by pages, statistics")
  void keepsFleets() {
    int size = 12;
    ObjectNode instruction = instruction("iothubowner");
    step(instruction, "create", device("node-bulk-0"));
    call(instruction, "addDevices", "[" + fleet(1, size, "") + "]");
    call(instruction, "addDevices", "[" + fleet(size - 1, size + 1, "") + "]");
    call(instruction, "updateDevices", "[" + fleet(0, 3, "\"status\":\"disabled\"") + ",true]");
    call(
        instruction,
        "updateDevices",
        "[" + fleet(0, 2, "\"status\":\"enabled\",\"etag\":\"stale\"") + ",false]");
    ObjectNode query =
        Json.object()
            .put("text", "SELECT * FROM devices WHERE STARTSWITH(deviceId, 'node-bulk-')")
            .put("pageSize", 5);
    step(instruction, "query", query);
    call(instruction, "getRegistryStatistics", "[]");
    call(instruction, "removeDevices", "[" + fleet(1, size, "") + ",true]");
    step(instruction, "query", query);
    List<JsonNode> outcomes = NodeScript.run(hub, "registry.js", instruction);

    assertThat(outcomes.get(1).at("/result/isSuccessful").asBoolean()).isTrue();
    assertThat(outcomes.get(2).has("error")).isTrue();
    assertThat(outcomes.get(3).at("/result/isSuccessful").asBoolean()).isTrue();
    assertThat(outcomes.get(4).has("error")).as("etags of another reading").isTrue();
    JsonNode pages = outcomes.get(5).path("pages");
    List<String> found = pages.findValuesAsText("deviceId");
    assertThat(found).hasSize(size + 1).doesNotHaveDuplicates();
    assertThat(pages.size()).isGreaterThanOrEqualTo(3);
    assertThat(pages).allSatisfy(page -> assertThat(page.size()).isLessThanOrEqualTo(5));
    assertThat(statuses(pages)).filteredOn("disabled"::equals).hasSize(3);
    assertThat(outcomes.get(6).at("/result/totalDeviceCount").asInt())
        .isGreaterThanOrEqualTo(size + 1);
    assertThat(outcomes.get(6).at("/result/disabledDeviceCount").asInt()).isGreaterThanOrEqualTo(3);
    assertThat(outcomes.get(7).at("/result/isSuccessful").asBoolean()).isTrue();
    assertThat(outcomes.get(8).path("pages").findValuesAsText("deviceId"))
        .containsExactlyInAnyOrder("node-bulk-0", "node-bulk-" + size);
  }

  private static List<String> statuses(JsonNode pages) {
    return pages.findValuesAsText("status");
  }

  /** Devices with these numbers, as an array; each also has the given fields. */
  private static String fleet(int from, int end, String fields) {
    return IntStream.range(from, end)
        .mapToObj(
            number ->
                "{\"deviceId\":\"node-bulk-"
                    + number
                    + "\""
                    + (fields.isEmpty() ? "" : "," + fields)
                    + "}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private List<String> errors(ObjectNode instruction) {
    return NodeScript.run(hub, "registry.js", instruction).stream()
        .map(outcome -> outcome.path("error").asText(""))
        .toList();
  }

  private ObjectNode instruction(String policy) {
    ObjectNode instruction = Json.object().put("connectionString", hub.connectionString(policy));
    instruction.putArray("steps");
    return instruction;
  }

  private static ObjectNode device(String id) {
    return Json.object().put("deviceId", id);
  }

  private static String keyOf(JsonNode device) {
    return device.path("authentication").path("symmetricKey").path("primaryKey").asText();
  }

  /** A method of the SDK's Registry with an array of arguments. */
  private static void call(ObjectNode instruction, String method, String arguments) {
    ((ArrayNode) instruction.get("steps"))
        .addObject()
        .put("call", method)
        .set("args", Json.parse(arguments));
  }

  private static void step(ObjectNode instruction, String call, ObjectNode device) {
    ((ArrayNode) instruction.get("steps")).addObject().put("call", call).set("device", device);
  }
}
