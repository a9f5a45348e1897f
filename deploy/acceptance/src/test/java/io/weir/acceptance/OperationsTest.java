package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.acceptance.ServiceApi.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What operators read of refused operations on the topic {@code operations}. */
@HubTest
@Order(65)
class OperationsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] BODY = "x".getBytes(StandardCharsets.UTF_8);

  private final Hub hub = Hub.shared();
  private final SSLContext tls = Trust.inHub(hub);
  private final ServiceApi service = new ServiceApi(hub);

  @Test
  @DisplayName("OPS-01 OPS-05: a connection with a wrong key, and how it tried")
  void refusedConnection() throws Exception {
    Device device = service.createDevice("operations-key");
    String wrong =
        Sas.ofDevice(hub.host(), device.id(), Sas.newKey(), Instant.now().plusSeconds(60));
    try (MqttSocket connection = MqttSocket.open(hub.host(), tls)) {
      assertThat(connection.connect(device.id(), MqttSocket.userName(hub, device.id()), wrong))
          .isEqualTo(5);
    }

    JsonNode entry = first(device.id(), "deviceConnect");
    assertError(entry, "Connections", 401002, "IotHubUnauthorizedAccess");
    assertThat(entry.path("protocol").asText()).isEqualTo("Mqtt");
    assertThat(Json.parse(entry.path("authType").asText()).path("type").asText()).isEqualTo("sas");
  }

  @Test
  @DisplayName("OPS-01 OPS-03: a message to a foreign topic")
  void refusedMessage() throws Exception {
    Device device = service.createDevice("operations-topic");
    try (MqttSocket connection = MqttSocket.connected(hub, tls, device)) {
      connection.publish(MqttSocket.eventsTopic("somebody"), BODY, 1, false, 1);
      assertThatThrownBy(connection::read).isInstanceOf(IOException.class);
    }

    assertMessage(first(device.id(), "ingress"), 400003, "InvalidOperation", 1);
  }

  @Test
  @DisplayName("OPS-01 OPS-03: a message that is too large")
  void oversizedMessage() throws Exception {
    Device device = service.createDevice("operations-size");
    int size = 256 * 1024 + 1;
    try (MqttSocket connection = MqttSocket.connected(hub, tls, device)) {
      connection.publish(MqttSocket.eventsTopic(device.id()), new byte[size], 1, false, 1);
      assertThatThrownBy(connection::read).isInstanceOf(IOException.class);
    }

    assertMessage(first(device.id(), "ingress"), 413001, "MessageTooLarge", size);
  }

  @Test
  @DisplayName("OPS-05: a packet that the broker itself does not take is an error, too")
  void oversizedPacket() throws Exception {
    Device device = service.createDevice("operations-packet");
    try (MqttSocket connection = MqttSocket.connected(hub, tls, device)) {
      assertThatThrownBy(
              () -> {
                connection.publish(
                    MqttSocket.eventsTopic(device.id()), new byte[1024 * 1024], 1, false, 1);
                connection.read();
              })
          .isInstanceOf(IOException.class);
    }

    assertError(first(device.id(), "deviceDisconnect"), "Connections", 413001, "MessageTooLarge");
  }

  @Test
  @DisplayName("OPS-05: a second CONNECT on one connection is an error of the device")
  void secondConnect() throws Exception {
    Device device = service.createDevice("operations-twice");
    try (MqttSocket connection = MqttSocket.connected(hub, tls, device)) {
      assertThatThrownBy(
              () ->
                  connection.connect(
                      device.id(), MqttSocket.userName(hub, device.id()), device.token(hub)))
          .isInstanceOf(IOException.class);
    }

    assertError(first(device.id(), "deviceDisconnect"), "Connections", 400003, "InvalidOperation");
  }

  @Test
  @DisplayName("OPS-01 OPS-02: a request to the registry that is refused")
  void refusedRequest() {
    assertThat(
            service
                .send(
                    "GET",
                    ServiceApi.path("operations-nobody"),
                    null,
                    Map.of("User-Agent", "operations-test/1"))
                .statusCode())
        .isEqualTo(404);

    JsonNode entry = first("operations-nobody", "get");
    assertError(entry, "DeviceIdentityOperations", 404001, "DeviceNotFound");
    assertThat(entry.path("userAgent").asText()).isEqualTo("operations-test/1");
    assertThat(entry.path("sharedAccessPolicy").asText()).isEqualTo("iothubowner");
  }

  private JsonNode first(String device, String operation) {
    try (EventLog log = EventLog.of(hub, Hub.NAME + ".operations")) {
      return log.first(
          device,
          entry ->
              entry.path("operationName").asText().equals(operation)
                  && !entry.path("statusType").asText().equals("Success"),
          PATIENCE);
    }
  }

  private static void assertMessage(JsonNode entry, int code, String type, int size) {
    assertError(entry, "DeviceTelemetry", code, type);
    assertThat(entry.path("protocol").asText()).isEqualTo("Mqtt");
    assertThat(Json.parse(entry.path("authType").asText()).path("scope").asText())
        .isEqualTo("device");
    assertThat(entry.path("messageSizeInBytes").asInt()).isEqualTo(size);
    assertThat(entry.path("batching").isInt()).isTrue();
  }

  private static void assertError(JsonNode entry, String category, int code, String type) {
    assertThat(Instant.parse(entry.path("time").asText()))
        .isBetween(Instant.now().minusSeconds(300), Instant.now().plusSeconds(5));
    assertThat(entry.path("category").asText()).isEqualTo(category);
    assertThat(entry.path("level").asText()).isEqualTo("Error");
    assertThat(entry.path("statusCode").asInt()).isEqualTo(code);
    assertThat(entry.path("statusType").asText()).isEqualTo(type);
    assertThat(entry.path("statusDescription").asText()).isNotEmpty();
    assertThat(entry.path("deviceId").asText()).isNotEmpty();
    assertThat(entry.path("durationMs").isNumber()).isTrue();
  }
}
