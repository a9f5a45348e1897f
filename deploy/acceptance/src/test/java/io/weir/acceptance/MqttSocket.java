package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * MQTT 3.1.1 over TLS, byte by byte. The tests need a device that counts every acknowledgement
 * itself, sends again exactly what was not acknowledged, and may also break the rules; a client
 * library does not allow that.
 */
final class MqttSocket implements AutoCloseable {
  static final int CONNACK = 2;
  static final int PUBLISH = 3;
  static final int PUBACK = 4;
  static final int SUBACK = 9;
  static final int UNSUBACK = 11;

  private static final int PORT = 8883;

  private final SSLSocket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private MqttSocket(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** Opens the TLS connection; nothing of MQTT is sent yet. */
  static MqttSocket open(String host, SSLContext tls) throws IOException {
    Socket plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.connect(new InetSocketAddress(host, PORT), 5_000);
      plain.setSoTimeout(30_000);
      SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, PORT, true);
      socket.startHandshake();
      return new MqttSocket(socket);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  /** A connection of a device that has been accepted. */
  static MqttSocket connected(Hub hub, SSLContext tls, ServiceApi.Device device)
      throws IOException {
    return connected(hub, hub.host(), tls, device);
  }

  /** The same on the edge node at {@code address}; the hub's name stays what it is. */
  static MqttSocket connected(Hub hub, String address, SSLContext tls, ServiceApi.Device device)
      throws IOException {
    MqttSocket connection = open(address, tls);
    int code = connection.connect(device.id(), userName(hub, device.id()), device.token(hub));
    if (code != 0) {
      connection.close();
      throw new IOException("CONNACK: " + code + " (expected: 0)");
    }
    return connection;
  }

  /** The same, going on with the session before. */
  static MqttSocket resumed(Hub hub, SSLContext tls, ServiceApi.Device device) throws IOException {
    return resumed(hub, hub.host(), tls, device);
  }

  /** The same on the edge node at {@code address}. */
  static MqttSocket resumed(Hub hub, String address, SSLContext tls, ServiceApi.Device device)
      throws IOException {
    MqttSocket connection = open(address, tls);
    ConnectRequest request =
        ConnectRequest.of(device.id(), userName(hub, device.id()), device.token(hub))
            .withCleanSession(false);
    if (connection.connect(request).returnCode() != 0) {
      connection.close();
      throw new IOException("CONNACK: not 0 (expected: 0)");
    }
    return connection;
  }

  /** The user name of MQTT-02. */
  static String userName(Hub hub, String deviceId) {
    return hub.host() + "/" + deviceId + "/?api-version=2021-04-12";
  }

  static String eventsTopic(String deviceId) {
    return "devices/" + deviceId + "/messages/events/";
  }

  /** Sends CONNECT and answers the code of the CONNACK; user name and password may be null. */
  int connect(String clientId, String userName, String password) throws IOException {
    return connect(ConnectRequest.of(clientId, userName, password)).returnCode();
  }

  /** Sends CONNECT and answers the CONNACK. */
  Packet connect(ConnectRequest request) throws IOException {
    send(0x10, request.body());
    Packet answer = read();
    if (answer.type() != CONNACK) {
      throw new IOException("packet type: " + answer.type() + " (expected: CONNACK)");
    }
    return answer;
  }

  /** Sends a PUBLISH; the packet id is ignored for QoS 0. */
  void publish(String topic, byte[] payload, int qos, boolean retain, int packetId)
      throws IOException {
    publish((qos << 1) | (retain ? 1 : 0), topic, payload, packetId);
  }

  /** Sends a PUBLISH that says of itself that it was sent before. */
  void resend(String topic, byte[] payload, int qos, int packetId) throws IOException {
    publish(0x08 | (qos << 1), topic, payload, packetId);
  }

  private void publish(int flags, String topic, byte[] payload, int packetId) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    text(body, topic);
    if ((flags & 0x06) > 0) {
      body.writeShort(packetId);
    }
    body.write(payload);
    send(0x30 | flags, bytes.toByteArray());
  }

  /** Publishes one message with QoS 1 and waits for its PUBACK. */
  void publishAndWait(String topic, byte[] payload) throws IOException {
    publish(topic, payload, 1, false, 1);
    Packet answer = read();
    if (answer.type() != PUBACK) {
      throw new IOException("packet type: " + answer.type() + " (expected: PUBACK)");
    }
  }

  /** The next PUBLISH of QoS 1, with its PUBACK: the hub sends the one behind it only then. */
  Packet readAndAcknowledge() throws IOException {
    Packet publish = read();
    acknowledge(publish);
    return publish;
  }

  /** Sends the PUBACK of a PUBLISH of QoS 1. */
  void acknowledge(Packet publish) throws IOException {
    send(0x40, publish.packetIdOfPublish());
  }

  void subscribe(String filter) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    body.writeShort(7);
    text(body, filter);
    body.writeByte(1);
    send(0x82, bytes.toByteArray());
  }

  void unsubscribe(String filter) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    body.writeShort(8);
    text(body, filter);
    send(0xa2, bytes.toByteArray());
  }

  /** Sends bytes that need not be MQTT. */
  void sendRaw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /**
   * The next packet.
   *
   * @throws IOException when the hub has closed the connection, or nothing came for 30 s
   */
  Packet read() throws IOException {
    int first = in.readUnsignedByte();
    int length = 0;
    int shift = 0;
    int digit;
    do {
      digit = in.readUnsignedByte();
      length |= (digit & 0x7f) << shift;
      shift += 7;
    } while ((digit & 0x80) != 0 && shift < 28);
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new IOException("the connection ended within a packet");
    }
    return new Packet(first >> 4, body);
  }

  /** True when the hub closes this connection within the time, whatever it sends before. */
  boolean isClosedWithin(Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      socket.setSoTimeout((int) left);
      try {
        if (in.read() < 0) {
          return true;
        }
      } catch (SocketTimeoutException e) {
        return false;
      } catch (IOException e) {
        return true;
      }
    }
  }

  /** The hub closes this connection and sends nothing before. */
  void assertClosedUnanswered() {
    assertThatThrownBy(() -> read())
        .as("the connection ends before any packet comes")
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void send(int firstByte, byte[] body) throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream(body.length + 5);
    packet.write(firstByte);
    int length = body.length;
    do {
      int digit = length & 0x7f;
      length >>= 7;
      packet.write(length > 0 ? digit | 0x80 : digit);
    } while (length > 0);
    packet.write(body);
    sendRaw(packet.toByteArray());
  }

  private static void text(DataOutputStream body, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    body.writeShort(bytes.length);
    body.write(bytes);
  }

  /** A packet of MQTT: its type and what follows the length. */
  static final class Packet {
    private final int type;
    private final byte[] body;

    private Packet(int type, byte[] body) {
      this.type = type;
      this.body = body;
    }

    int type() {
      return type;
    }

    /** The topic of a PUBLISH. */
    String topic() {
      int length = ((body[0] & 0xff) << 8) | (body[1] & 0xff);
      return new String(body, 2, length, StandardCharsets.UTF_8);
    }

    private byte[] packetIdOfPublish() {
      int at = 2 + topic().getBytes(StandardCharsets.UTF_8).length;
      return new byte[] {body[at], body[at + 1]};
    }

    /** The payload of a PUBLISH with this QoS. */
    String payload(int qos) {
      int start = 2 + topic().getBytes(StandardCharsets.UTF_8).length + (qos > 0 ? 2 : 0);
      return new String(body, start, body.length - start, StandardCharsets.UTF_8);
    }

    /** The last byte: the code of a SUBACK for one filter. */
    int code() {
      return body[body.length - 1] & 0xff;
    }

    /** The code of a CONNACK, whatever follows it. */
    int returnCode() {
      return body[1] & 0xff;
    }

    /** Whether a CONNACK says that the hub has a session of the device. */
    boolean sessionPresent() {
      return (body[0] & 1) == 1;
    }

    /** The packet id of a PUBACK. */
    int packetId() {
      return ((body[0] & 0xff) << 8) | (body[1] & 0xff);
    }
  }
}
