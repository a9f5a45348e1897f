package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.acceptance.EventMonitor.Event;
import io.weir.acceptance.ServiceApi.Device;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input is refused in the protocol's own terms and harms nobody else. */
@HubTest
@Order(60)
class SecurityTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final byte[] BODY = "x".getBytes(StandardCharsets.UTF_8);
  private static int bystanders;

  private final Hub hub = Hub.shared();
  private final SSLContext tls = Trust.inHub(hub);
  private final ServiceApi service = new ServiceApi(hub);
  private Bystander bystander;

  @BeforeEach
  void startBystander() throws IOException {
    bystander = Bystander.start(hub, "bystander-" + ++bystanders);
  }

  @AfterEach
  void bystanderIsUndisturbed() throws Exception {
    try (Bystander witness = bystander) {
      witness.assertUndisturbed();
    }
  }

  @ParameterizedTest(name = "MQTT-16: a message to {0} closes the connection, unacknowledged")
  @ValueSource(
      strings = {
        "devices/bystander-1/messages/events/",
        "devices/security-topic/messages/devicebound/",
        "$iothub/other/",
        "anything",
        "$SYS/broker"
      })
  void closesOnForeignTopic(String topic) throws Exception {
    try (MqttSocket connection = connected("security-topic")) {
      connection.publish(topic, BODY, 1, false, 1);
      connection.assertClosedUnanswered();
    }
  }

  @Test
  @DisplayName("MQTT-14: QoS 2 closes the connection")
  void closesOnQos2() throws Exception {
    try (MqttSocket connection = connected("security-qos2")) {
      connection.publish(MqttSocket.eventsTopic("security-qos2"), BODY, 2, false, 1);
      connection.assertClosedUnanswered();
    }
  }

  @Test
  @DisplayName("MQTT-16 LIM-01: 256 KB are accepted, more closes the connection")
  void closesOnOversized() throws Exception {
    try (MqttSocket connection = connected("security-size")) {
      connection.publishAndWait(MqttSocket.eventsTopic("security-size"), new byte[256 * 1024]);
      connection.publish(
          MqttSocket.eventsTopic("security-size"), new byte[256 * 1024 + 1], 1, false, 2);
      connection.assertClosedUnanswered();
    }
  }

  @Test
  @DisplayName("MQTT-15: a retained message is telemetry with a mark, and is not retained")
  void doesNotRetain() throws Exception {
    try (MqttSocket connection = connected("security-retain")) {
      connection.publish(MqttSocket.eventsTopic("security-retain"), BODY, 1, true, 1);
      assertThat(connection.read().type()).isEqualTo(MqttSocket.PUBACK);
      connection.subscribe(MqttSocket.eventsTopic("security-retain") + "#");
      MqttSocket.Packet answer = connection.read();
      assertThat(answer.type()).as("no PUBLISH").isEqualTo(MqttSocket.SUBACK);
      assertThat(answer.code()).as("MQTT-42").isEqualTo(0x80);
    }
    Event event = new EventMonitor(hub).first(1, "security-retain").get(0);
    assertThat(event.properties()).containsKey("mqtt-retain");
  }

  @Test
  @DisplayName("MQTT-07: a packet before CONNECT, and a second CONNECT, close the connection")
  void closesOnWrongOrder() throws Exception {
    try (MqttSocket connection = MqttSocket.open(hub.host(), tls)) {
      connection.publish("devices/x/messages/events/", BODY, 1, false, 1);
      assertThat(connection.isClosedWithin(PATIENCE)).isTrue();
    }
    Device device = service.createDevice("security-second");
    try (MqttSocket connection = MqttSocket.connected(hub, tls, device)) {
      assertThatThrownBy(
              () ->
                  connection.connect(
                      device.id(), MqttSocket.userName(hub, device.id()), device.token(hub)))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  @DisplayName("NET-08: bytes that are not MQTT, within TLS, close the connection")
  void closesOnGarbageWithinTls() throws Exception {
    Random random = new Random(4711);
    for (int i = 0; i < 20; i++) {
      byte[] garbage = new byte[200 + random.nextInt(2_000)];
      random.nextBytes(garbage);
      // Type 0 does not exist; the length says that the packet is complete.
      garbage[0] = 0x0f;
      garbage[1] = (byte) random.nextInt(100);
      try (MqttSocket connection = MqttSocket.open(hub.host(), tls)) {
        connection.sendRaw(garbage);
        assertThat(connection.isClosedWithin(PATIENCE)).isTrue();
      }
    }
  }

  @Test
  @DisplayName("MQTT-07: a connection that never sends its CONNECT whole is closed")
  void closesOnSilence() throws Exception {
    try (MqttSocket connection = MqttSocket.open(hub.host(), tls)) {
      connection.sendRaw(new byte[] {0x10, 0x7f, 0, 4});
      assertThat(connection.isClosedWithin(Duration.ofSeconds(40))).isTrue();
    }
  }

  @ParameterizedTest(name = "NET-08: bytes that are not TLS on port {0} close the connection")
  @ValueSource(ints = {8883, 443})
  void closesOnGarbageInClear(int port) throws Exception {
    Random random = new Random(port);
    for (int i = 0; i < 10; i++) {
      byte[] garbage = new byte[500];
      random.nextBytes(garbage);
      garbage[0] = (byte) 0xff;
      try (Socket socket = new Socket(hub.host(), port)) {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.getOutputStream().write(garbage);
        assertEnds(socket.getInputStream());
      }
    }
  }

  @Test
  @DisplayName("Bytes that are not HTTP, within TLS, are answered with 400 or a close")
  void refusesGarbageHttp() throws Exception {
    byte[] garbage = new byte[3_000];
    new Random(1).nextBytes(garbage);
    garbage[2_998] = '\r';
    garbage[2_999] = '\n';
    try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(hub.host(), 443)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(garbage);
      socket.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = firstLine(socket.getInputStream());
      assertThat(answer).matches("|HTTP/1\\.[01] 4.*");
    }
  }

  @Test
  @DisplayName("AUTH-17 ERR-01 ERR-03: REST without a valid token is 401, and says no more")
  void refusesBadTokens() {
    String wrongKey =
        Sas.ofPolicy(
            hub.host(),
            "iothubowner",
            Base64.getEncoder().encodeToString(new byte[32]),
            Instant.now().plusSeconds(60));
    for (String authorization :
        new String[] {"", "Bearer abc", "SharedAccessSignature", wrongKey}) {
      HttpResponse<String> answer =
          new ServiceApi(hub, authorization).send("GET", "/devices/any", null, Map.of());
      assertThat(answer.statusCode()).as(authorization).isEqualTo(401);
      assertThat(Json.parse(answer.body()).path("Message").asText()).startsWith("ErrorCode:");
      assertThat(answer.headers().firstValue("iothub-errorcode")).isPresent();
      assertThat(answer.body()).doesNotContain("\tat ");
    }
  }

  @Test
  @DisplayName("ERR-04 ERR-06: REST bodies that are too large or not JSON, and no api-version")
  void refusesBadBodies() {
    String path = "/devices/security-body";
    assertThat(service.send("PUT", path, "{\"deviceId\":", Map.of()).statusCode()).isEqualTo(400);
    assertThat(service.send("PUT", path, "[]", Map.of()).statusCode()).isEqualTo(400);
    assertThat(service.send("PUT", path, "{\"deviceId\":\"other\"}", Map.of()).statusCode())
        .isEqualTo(400);
    assertThat(refusalOfLargeBody(path)).isIn(400, 413);
    assertThat(service.send("GET", path, null, Map.of()).statusCode()).isEqualTo(404);
  }

  @Test
  @DisplayName("REST bodies of strangers: held back, they keep no caller from being answered")
  void strangersTakeNobodysPlace() throws IOException {
    List<SSLSocket> strangers = new ArrayList<>();
    try {
      strangers.add(unfinished("/devices", 4_000_000, 100_000));
      assertThat(firstLine(strangers.get(0).getInputStream())).startsWith("HTTP/1.1 401");
      for (int i = 0; i < 160; i++) {
        strangers.add(unfinished("/devices/stranger", 64_000, 60_000));
      }
      existing("security-caller");
      String twin = "/twins/security-caller";
      String large = "{\"tags\":{\"a\":1}" + " ".repeat(2_000_000) + "}";
      assertThat(service.send("PATCH", twin, large, Map.of()).statusCode()).isEqualTo(200);
      strangers.add(unfinished("/devices", 64_000, 60_000));
      assertThat(firstLine(strangers.get(161).getInputStream())).startsWith("HTTP/1.1 429");
    } finally {
      for (SSLSocket stranger : strangers) {
        stranger.close();
      }
    }
  }

  /** A request without a token whose body does not come whole. */
  private SSLSocket unfinished(String path, int length, int sent) throws IOException {
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(hub.host(), 443);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    String head =
        "POST "
            + path
            + "?api-version=2021-04-12 HTTP/1.1\r\nHost: "
            + hub.host()
            + "\r\nContent-Length: "
            + length
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(new byte[sent]);
    return socket;
  }

  private int refusalOfLargeBody(String path) {
    String body = "{\"deviceId\":\"security-body\",\"statusReason\":\"" + "x".repeat(8_000_000);
    try {
      return service.send("PUT", path, body + "\"}", Map.of()).statusCode();
    } catch (java.io.UncheckedIOException e) {
      // The hub may close before it has read everything; the client then sees only the close.
      return 413;
    }
  }

  private MqttSocket connected(String id) throws IOException {
    Device device = existing(id);
    return MqttSocket.connected(hub, tls, device);
  }

  private Device existing(String id) {
    HttpResponse<String> present = service.send("GET", ServiceApi.path(id), null, Map.of());
    return present.statusCode() == 200
        ? Device.of(Json.parse(present.body()))
        : service.createDevice(id);
  }

  private static void assertEnds(InputStream in) throws IOException {
    byte[] buffer = new byte[1_024];
    try {
      while (in.read(buffer) >= 0) {
        // a TLS alert may come first
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection stayed open", e);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  private static String firstLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }
}
