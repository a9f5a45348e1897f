package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acceptance.MqttSocket.Packet;
import io.weir.acceptance.ServiceApi.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What a device does not hear any more once it has unsubscribed. */
@HubTest
@Order(46)
class UnsubscribeTest {
  private static final String DESIRED = "$iothub/twin/PATCH/properties/desired/#";
  private static final String RESPONSES = "$iothub/twin/res/#";

  private final Hub hub = Hub.shared();
  private final ServiceApi service = new ServiceApi(hub);
  private final SSLContext tls = Trust.inHub(hub);

  @Test
  @DisplayName("MQTT-43 MQTT-36: without its subscription a device is told of no desired property")
  void endsNotifications() throws Exception {
    Device device = service.createDevice("unsubscribed-desired");
    try (MqttSocket socket = MqttSocket.connected(hub, tls, device)) {
      subscribe(socket, RESPONSES);
      subscribe(socket, DESIRED);
      wish(device, 1);
      assertThat(socket.readAndAcknowledge().topic()).endsWith("desired/?$version=2");

      unsubscribe(socket, DESIRED);
      wish(device, 2);
      assertGets(socket, "still", "\"n\":2,\"$version\":3");
      wish(device, 3);
      assertGets(socket, "again", "\"n\":3,\"$version\":4");

      subscribe(socket, DESIRED);
      wish(device, 4);
      assertThat(socket.readAndAcknowledge().topic())
          .as("those before are not made up for")
          .endsWith("desired/?$version=5");
    }
  }

  @Test
  @DisplayName("MQTT-43 MQTT-34: without its subscription a device is obeyed, but not answered")
  void endsAnswers() throws Exception {
    Device device = service.createDevice("unsubscribed-answers");
    try (MqttSocket socket = MqttSocket.connected(hub, tls, device)) {
      subscribe(socket, RESPONSES);
      subscribe(socket, DESIRED);
      assertGets(socket, "first", "\"reported\":{\"$version\":1}");

      unsubscribe(socket, RESPONSES);
      socket.publishAndWait("$iothub/twin/GET/?$rid=unheard", new byte[0]);
      socket.publishAndWait(
          "$iothub/twin/PATCH/properties/reported/?$rid=unheard",
          "{\"t\":1}".getBytes(StandardCharsets.UTF_8));
      for (int number = 1; number <= 2; number++) {
        wish(device, number);
        assertThat(socket.readAndAcknowledge().topic())
            .as("told, and nothing else meanwhile")
            .endsWith("desired/?$version=" + (number + 1));
      }

      subscribe(socket, RESPONSES);
      assertGets(socket, "back", "\"reported\":{\"t\":1,\"$version\":2}");
    }
  }

  @Test
  @DisplayName("MQTT-43 MQTT-25: what a session has unsubscribed does not come back with it")
  void isNotRestored() throws Exception {
    Device device = service.createDevice("unsubscribed-session");
    try (MqttSocket socket = MqttSocket.resumed(hub, tls, device)) {
      subscribe(socket, RESPONSES);
      subscribe(socket, DESIRED);
      unsubscribe(socket, DESIRED);
    }
    try (MqttSocket socket = MqttSocket.resumed(hub, tls, device)) {
      assertGets(socket, "kept", "\"desired\":{\"$version\":1}");
      wish(device, 1);
      assertGets(socket, "untold", "\"n\":1,\"$version\":2");

      subscribe(socket, DESIRED);
      wish(device, 2);
      assertThat(socket.readAndAcknowledge().topic()).endsWith("desired/?$version=3");
    }
  }

  /** Asks for the twin; its answer is the next packet. */
  private static void assertGets(MqttSocket socket, String requestId, String part)
      throws IOException {
    socket.publish("$iothub/twin/GET/?$rid=" + requestId, new byte[0], 0, false, 0);
    Packet answer = socket.read();
    assertThat(answer.type()).isEqualTo(MqttSocket.PUBLISH);
    assertThat(answer.topic()).isEqualTo("$iothub/twin/res/200/?$rid=" + requestId);
    assertThat(answer.payload(0)).contains(part);
  }

  private static void subscribe(MqttSocket socket, String filter) throws IOException {
    socket.subscribe(filter);
    Packet answer = socket.read();
    assertThat(answer.type()).isEqualTo(MqttSocket.SUBACK);
    assertThat(answer.code()).isEqualTo(1);
  }

  private static void unsubscribe(MqttSocket socket, String filter) throws IOException {
    socket.unsubscribe(filter);
    assertThat(socket.read().type()).isEqualTo(MqttSocket.UNSUBACK);
  }

  private void wish(Device device, int number) {
    String patch = "{\"properties\":{\"desired\":{\"n\":" + number + "}}}";
    assertThat(service.send("PATCH", "/twins/" + device.id(), patch, Map.of()).statusCode())
        .isEqualTo(200);
  }
}
