package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
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

  private static void step(ObjectNode instruction, String call, ObjectNode device) {
    ((ArrayNode) instruction.get("steps")).addObject().put("call", call).set("device", device);
  }
}
