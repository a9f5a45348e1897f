package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.IotHubStatusCode;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.transport.NoRetry;
import com.microsoft.azure.sdk.iot.device.twin.Twin;
import io.weir.acceptance.EventMonitor.Event;
import io.weir.acceptance.ServiceApi.Device;
import io.weir.acceptance.ServiceApi.DeviceModule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Modules over MQTT: identities of their own beside their device's. */
@HubTest
@Order(45)
class ModuleSdkTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int TIMEOUT_MILLIS = 30_000;

  private final Hub hub = Hub.shared();
  private final ServiceApi service = new ServiceApi(hub);
  private final EventMonitor monitor = new EventMonitor(hub);

  @Test
  @DisplayName("MQTT-50 REG-09 EH-07: a module with the Java SDK sends, and has a twin of its own")
  void java() throws Exception {
    Device device = service.createDevice("modules-java");
    DeviceModule module = service.createModule(device.id(), "eye");
    BlockingQueue<Map<String, Object>> told = new LinkedBlockingQueue<>();
    BlockingQueue<Map<String, Object>> deviceTold = new LinkedBlockingQueue<>();
    ModuleClient client = client(module.connectionString(hub));
    try (SdkDevice beside = SdkDevice.of(device.connectionString(hub), Trust.inHub(hub)).open()) {
      client.open(false);
      client.sendEvent(new Message("seen".getBytes(StandardCharsets.UTF_8)), TIMEOUT_MILLIS);
      beside
          .client()
          .subscribeToDesiredProperties(
              (twin, context) -> deviceTold.add(Map.copyOf(twin.getDesiredProperties())), null);
      client.subscribeToDesiredProperties(
          (twin, context) -> told.add(Map.copyOf(twin.getDesiredProperties())), null);
      TwinCalls calls = new TwinCalls(client);
      Twin twin = calls.get();
      assertThat(twin.getDesiredProperties().getVersion()).isEqualTo(1);
      assertThat(twin.getReportedProperties().getVersion()).isEqualTo(1);

      send("/twins/modules-java/modules/eye", "{\"properties\":{\"desired\":{\"zoom\":2}}}");
      assertThat(told.poll(20, TimeUnit.SECONDS)).containsEntry("zoom", 2L);
      assertThat(calls.report("sharp", true)).isGreaterThanOrEqualTo(2);
      JsonNode own = get("/twins/modules-java/modules/eye");
      assertThat(own.at("/properties/reported/sharp").asBoolean()).isTrue();
      assertThat(own.path("connectionState").asText()).isEqualTo("Connected");

      send("/twins/modules-java", "{\"properties\":{\"desired\":{\"interval\":5}}}");
      assertThat(deviceTold.poll(20, TimeUnit.SECONDS))
          .as("the first that the device is told is its own")
          .containsKey("interval")
          .doesNotContainKey("zoom");
      assertThat(told).isEmpty();
      JsonNode devices = get("/twins/modules-java").path("properties");
      assertThat(devices.path("desired").has("zoom")).isFalse();
      assertThat(devices.path("reported").has("sharp")).isFalse();
    } finally {
      client.close();
    }
    Event event = monitor.first(1, device.id()).get(0);
    assertThat(event.text()).isEqualTo("seen");
    assertThat(event.systemProperties())
        .contains(entry("connectionDeviceId", device.id()), entry("connectionModuleId", "eye"));
  }

  @Test
  @DisplayName("MQTT-50 REG-09: a module with the Node SDK sends, and has a twin of its own")
  void node() throws Exception {
    Device device = service.createDevice("modules-node");
    DeviceModule module = service.createModule(device.id(), "ear");
    ObjectNode instruction = Json.object().put("connectionString", module.connectionString(hub));
    try (NodeScript client = NodeScript.start(hub, "twin.js", instruction)) {
      assertThat(client.nextEvent(PATIENCE)).isEqualTo("connected");
      client.tell(Json.object().put("do", "send").put("body", "heard"));
      assertThat(client.nextEvent(PATIENCE)).isEqualTo("sent");
      client.tell(Json.object().put("do", "get"));
      assertThat(client.next(PATIENCE).at("/desired/$version").asInt()).isEqualTo(1);
      client.tell(Json.object().put("do", "listen"));
      assertThat(client.nextEvent(PATIENCE)).isEqualTo("listening");
      send("/twins/modules-node", "{\"properties\":{\"desired\":{\"not\":\"the module's\"}}}");
      send("/twins/modules-node/modules/ear", "{\"properties\":{\"desired\":{\"gain\":3}}}");
      assertThat(client.next(PATIENCE).path("properties"))
          .isEqualTo(Json.parse("{\"gain\":3,\"$version\":2}"));
      ObjectNode report = Json.object().put("do", "report");
      report.putObject("patch").put("loud", 7);
      client.tell(report);
      assertThat(client.nextEvent(PATIENCE)).isEqualTo("reported");
      client.tell(Json.object().put("do", "get"));
      assertThat(client.next(PATIENCE).path("reported"))
          .isEqualTo(Json.parse("{\"loud\":7,\"$version\":2}"));
    }
    assertThat(get("/twins/modules-node").at("/properties/reported").has("loud")).isFalse();
    Event event = monitor.first(1, device.id()).get(0);
    assertThat(event.text()).isEqualTo("heard");
    assertThat(event.systemProperties()).contains(entry("connectionModuleId", "ear"));
  }

  @Test
  @DisplayName("AUTH-17 MQTT-16 MQTT-50: neither keys nor topics of another identity serve")
  void isNobodyElse() throws Exception {
    Device device = service.createDevice("modules-keys");
    DeviceModule one = service.createModule(device.id(), "one");
    DeviceModule two = service.createModule(device.id(), "two");
    assertRefused(one.connectionString(hub, device.primaryKey()));
    assertRefused(one.connectionString(hub, two.primaryKey()));
    assertRefused(new DeviceModule(device.id(), "three", one.primaryKey()).connectionString(hub));
    try (SdkDevice impostor =
        SdkDevice.of(
            new Device(device.id(), one.primaryKey(), "", "").connectionString(hub),
            Trust.inHub(hub))) {
      assertUnauthorized(catchThrowableOfType(IotHubClientException.class, impostor::open));
    }
    for (String foreign : new String[] {"", "/modules/two"}) {
      try (MqttSocket socket = MqttSocket.open(hub.host(), Trust.inHub(hub))) {
        String clientId = device.id() + "/one";
        String token =
            Sas.ofDevice(
                hub.host(),
                device.id() + "/modules/one",
                one.primaryKey(),
                Instant.now().plus(Duration.ofHours(1)));
        assertThat(socket.connect(clientId, MqttSocket.userName(hub, clientId), token)).isZero();
        socket.publish(MqttSocket.eventsTopic(device.id() + foreign), new byte[] {1}, 1, false, 1);
        socket.assertClosedUnanswered();
      }
    }
  }

  @Test
  @DisplayName("AUTH-11 REG-09: a module goes with its device")
  void goesWithItsDevice() throws Exception {
    Device device = service.createDevice("modules-disabled");
    DeviceModule module = service.createModule(device.id(), "m");
    service.setStatus(device.id(), "disabled");
    assertRefused(module.connectionString(hub));
    service.setStatus(device.id(), "enabled");
    ModuleClient client = client(module.connectionString(hub));
    try {
      client.open(false);
    } finally {
      client.close();
    }
  }

  private ModuleClient client(String connectionString) {
    ModuleClient client =
        new ModuleClient(
            connectionString,
            IotHubClientProtocol.MQTT,
            ClientOptions.builder().sslContext(Trust.inHub(hub)).build());
    client.setRetryPolicy(new NoRetry());
    return client;
  }

  private void assertRefused(String connectionString) {
    ModuleClient client = client(connectionString);
    try {
      assertUnauthorized(
          catchThrowableOfType(IotHubClientException.class, () -> client.open(false)));
    } finally {
      client.close();
    }
  }

  private static void assertUnauthorized(IotHubClientException refusal) {
    assertThat(refusal).isNotNull();
    assertThat(refusal.getStatusCode()).isEqualTo(IotHubStatusCode.UNAUTHORIZED);
  }

  private JsonNode get(String path) {
    return Json.parse(service.send("GET", path, null, Map.of()).body());
  }

  private void send(String path, String patch) {
    assertThat(service.send("PATCH", path, patch, Map.of()).statusCode()).isEqualTo(200);
  }
}
