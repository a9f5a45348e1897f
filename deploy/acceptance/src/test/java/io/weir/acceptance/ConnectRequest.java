package io.weir.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A CONNECT as a device may send it, right or wrong.
 *
 * @param level of the protocol: 3, 4 or 5
 * @param userName null for none
 * @param password null for none
 * @param will null for none
 */
record ConnectRequest(
    String clientId,
    String userName,
    String password,
    int level,
    boolean cleanSession,
    int keepAliveSeconds,
    Will will) {

  /** What the hub is to say when the device is lost. */
  record Will(String topic, String payload, int qos) {}

  /** MQTT 3.1.1, a clean session, a keep-alive of a minute, no will. */
  static ConnectRequest of(String clientId, String userName, String password) {
    return new ConnectRequest(clientId, userName, password, 4, true, 60, null);
  }

  /** What the hub accepts from the device. */
  static ConnectRequest of(Hub hub, ServiceApi.Device device) {
    return of(device.id(), MqttSocket.userName(hub, device.id()), device.token(hub));
  }

  ConnectRequest atLevel(int other) {
    return new ConnectRequest(
        clientId, userName, password, other, cleanSession, keepAliveSeconds, will);
  }

  ConnectRequest withCleanSession(boolean clean) {
    return new ConnectRequest(clientId, userName, password, level, clean, keepAliveSeconds, will);
  }

  ConnectRequest withKeepAlive(int seconds) {
    return new ConnectRequest(clientId, userName, password, level, cleanSession, seconds, will);
  }

  ConnectRequest withWill(Will other) {
    return new ConnectRequest(
        clientId, userName, password, level, cleanSession, keepAliveSeconds, other);
  }

  /** What follows the packet's length. */
  byte[] body() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    text(body, level == 3 ? "MQIsdp" : "MQTT");
    body.writeByte(level);
    body.writeByte(
        (userName == null ? 0 : 0x80)
            | (password == null ? 0 : 0x40)
            | (will == null ? 0 : 0x04 | will.qos() << 3)
            | (cleanSession ? 0x02 : 0));
    body.writeShort(keepAliveSeconds);
    if (level == 5) {
      body.writeByte(0);
    }
    text(body, clientId);
    if (will != null) {
      text(body, will.topic());
      text(body, will.payload());
    }
    if (userName != null) {
      text(body, userName);
    }
    if (password != null) {
      text(body, password);
    }
    return bytes.toByteArray();
  }

  private static void text(DataOutputStream body, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    body.writeShort(bytes.length);
    body.write(bytes);
  }
}
