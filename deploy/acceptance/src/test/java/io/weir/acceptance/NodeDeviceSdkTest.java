package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.acceptance.EventMonitor.Event;
import io.weir.acceptance.ServiceApi.Device;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The official Node SDK as a device over MQTT, in a process of its own. */
@HubTest
@Order(30)
class NodeDeviceSdkTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Hub hub = Hub.shared();
  private final ServiceApi service = new ServiceApi(hub);
  private final EventMonitor monitor = new EventMonitor(hub);

  @Test
  @DisplayName("AUTH-02 MQTT-02 MQTT-11 MQTT-17: bodies and properties of every kind arrive")
  void sendsWithSharedAccessSignature() {
    Device device = service.createDevice("node-sas");
    byte[] bytes = {0, 1, (byte) 0xfe, (byte) 0xff, '\r', '\n'};
    ObjectNode instruction = instruction(device);
    ObjectNode full = message(instruction).put("body", "{\"temperature\":91}");
    full.putObject("system")
        .put("messageId", "n-1")
        .put("correlationId", "c/1 & more=1")
        .put("userId", "Zoë")
        .put("contentType", "application/json")
        .put("contentEncoding", "utf-8");
    full.putObject("properties")
        .put("level", "critical")
        .put("empty", "")
        .put("a key&=", "a=b&c=d/e?f #% +")
        .put("größe", "日本語 ✓ 🚀");
    message(instruction).put("bodyBase64", Base64.getEncoder().encodeToString(bytes));
    message(instruction).put("body", "");

    assertThat(events(instruction)).containsExactly("connected", "sent", "sent", "sent");

    List<Event> events = monitor.first(3, device.id());
    assertThat(events.get(0).json()).isEqualTo(Json.parse("{\"temperature\":91}"));
    assertThat(events.get(0).properties())
        .containsOnly(
            entry("level", "critical"),
            entry("empty", ""),
            entry("a key&=", "a=b&c=d/e?f #% +"),
            entry("größe", "日本語 ✓ 🚀"));
    assertThat(events.get(0).systemProperties())
        .contains(
            entry("messageId", "n-1"),
            entry("correlationId", "c/1 & more=1"),
            entry("userId", "Zoë"),
            entry("contentType", "application/json"),
            entry("contentEncoding", "utf-8"),
            entry("connectionDeviceId", device.id()));
    assertThat(events.get(1).bytes()).isEqualTo(bytes);
    assertThat(events.get(2).bytes()).isEmpty();
  }

  @Test
  @DisplayName("AUTH-12 AUTH-15: a device with a self-signed certificate sends")
  void sendsWithSelfSignedCertificate() {
    DeviceCertificate certificate = DeviceCertificate.selfSigned("node-x509");
    service.createDevice("node-x509", certificate.sha256Thumbprint());
    ObjectNode instruction = withCertificate("node-x509", certificate);
    message(instruction).put("body", "certified");

    assertThat(events(instruction)).containsExactly("connected", "sent");
    assertThat(monitor.first(1, "node-x509").get(0).text()).isEqualTo("certified");

    assertThat(events(withCertificate("node-x509", DeviceCertificate.selfSigned("node-x509"))))
        .containsExactly("refused");
  }

  @Test
  @DisplayName("AUTH-10 AUTH-17 MQTT-05: wrong key, expired token, unknown and disabled device")
  void refuses() {
    Device device = service.createDevice("node-refused");
    String wrongKey = Base64.getEncoder().encodeToString(new byte[32]);
    String expired =
        Sas.ofDevice(
            hub.host(),
            device.id(),
            device.primaryKey(),
            Instant.now().minus(Duration.ofMinutes(10)));

    assertThat(run(instruction(new Device(device.id(), wrongKey, "", ""))))
        .extracting(line -> line.path("error").asText())
        .containsExactly("UnauthorizedError");
    assertThat(events(instruction(new Device("node-unknown", device.primaryKey(), "", ""))))
        .containsExactly("refused");
    ObjectNode withToken = instruction(device).put("token", expired);
    assertThat(events(withToken)).containsExactly("refused");
    service.setStatus(device.id(), "disabled");
    assertThat(events(instruction(device))).containsExactly("refused");
  }

  @Test
  @DisplayName("AUTH-11 MQTT-06: closed when it is disabled, or when it connects a second time")
  void isClosed() throws Exception {
    Device device = service.createDevice("node-closed");
    try (NodeScript first = NodeScript.start(hub, "device.js", staying(device))) {
      assertThat(first.nextEvent(PATIENCE)).isEqualTo("connected");
      try (NodeScript second = NodeScript.start(hub, "device.js", staying(device))) {
        assertThat(second.nextEvent(PATIENCE)).isEqualTo("connected");
        assertThat(first.nextEvent(Duration.ofSeconds(5))).isEqualTo("disconnected");

        service.setStatus(device.id(), "disabled");
        assertThat(second.nextEvent(Duration.ofSeconds(2))).isEqualTo("disconnected");
      }
    }
    assertThat(events(instruction(device))).containsExactly("refused");
  }

  @Test
  @DisplayName("MQTT-30..36: gets its twin, reports, is refused with an error, and is told")
  void hasATwin() throws Exception {
    Device device = service.createDevice("node-twin");
    String path = "/twins/" + device.id();
    service.send("PATCH", path, desired("{\"interval\":30,\"old\":{\"a\":1}}"), Map.of());
    ObjectNode instruction = Json.object().put("connectionString", device.connectionString(hub));
    try (NodeScript client = NodeScript.start(hub, "twin.js", instruction)) {
      assertThat(client.nextEvent(PATIENCE)).isEqualTo("connected");
      client.tell(Json.object().put("do", "get"));
      JsonNode twin = client.next(PATIENCE);
      assertThat(twin.path("desired"))
          .isEqualTo(Json.parse("{\"interval\":30,\"old\":{\"a\":1},\"$version\":2}"));
      assertThat(twin.path("reported")).isEqualTo(Json.parse("{\"$version\":1}"));

      report(client, "{\"step\":{\"a\":1,\"b\":[1,2]},\"größe\":\"✓\"}");
      assertThat(client.nextEvent(PATIENCE)).isEqualTo("reported");
      report(client, "{\"step\":{\"a\":null}}");
      assertThat(client.nextEvent(PATIENCE)).isEqualTo("reported");
      report(client, "{\"bad.name\":1}");
      JsonNode refusal = client.next(PATIENCE);
      assertThat(refusal.path("event").asText()).isEqualTo("failed");
      assertThat(refusal.path("message").asText()).contains("bad.name");

      client.tell(Json.object().put("do", "listen"));
      assertThat(client.nextEvent(PATIENCE)).isEqualTo("listening");
      service.send("PATCH", path, desired("{\"interval\":10,\"old\":null}"), Map.of());
      assertThat(client.next(PATIENCE).path("properties"))
          .isEqualTo(Json.parse("{\"interval\":10,\"old\":null,\"$version\":3}"));
      service.send("PUT", path, desired("{\"mode\":\"eco\"}"), Map.of());
      assertThat(client.next(PATIENCE).path("properties"))
          .isEqualTo(Json.parse("{\"mode\":\"eco\",\"$version\":4}"));

      client.tell(Json.object().put("do", "get"));
      JsonNode after = client.next(PATIENCE);
      assertThat(after.path("desired")).isEqualTo(Json.parse("{\"mode\":\"eco\",\"$version\":4}"));
      assertThat(after.path("reported"))
          .isEqualTo(Json.parse("{\"step\":{\"b\":[1,2]},\"größe\":\"✓\",\"$version\":3}"));
    }
  }

  private static void report(NodeScript client, String patch) throws IOException {
    ObjectNode line = Json.object().put("do", "report");
    line.set("patch", Json.parse(patch));
    client.tell(line);
  }

  private static String desired(String values) {
    return "{\"properties\":{\"desired\":" + values + "}}";
  }

  private List<JsonNode> run(ObjectNode instruction) {
    return NodeScript.run(hub, "device.js", instruction);
  }

  private List<String> events(ObjectNode instruction) {
    return run(instruction).stream().map(line -> line.path("event").asText()).toList();
  }

  private ObjectNode staying(Device device) {
    return instruction(device).put("stay", 60);
  }

  private ObjectNode instruction(Device device) {
    ObjectNode instruction = Json.object().put("connectionString", device.connectionString(hub));
    instruction.putArray("messages");
    return instruction;
  }

  private ObjectNode withCertificate(String id, DeviceCertificate certificate) {
    ObjectNode instruction =
        Json.object()
            .put("connectionString", "HostName=" + hub.host() + ";DeviceId=" + id + ";x509=true")
            .put("certificate", certificate.certificatePem())
            .put("key", certificate.keyPem());
    instruction.putArray("messages");
    return instruction;
  }

  private static ObjectNode message(ObjectNode instruction) {
    return ((ArrayNode) instruction.get("messages")).addObject();
  }
}
