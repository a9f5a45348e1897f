package io.weir.local.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * MQTT 3.1.1 over TLS, as little of it as the benchmarks need. It is written by hand, since a
 * benchmark of the broker should not measure a comfortable client on the same processors.
 */
final class MqttWire implements AutoCloseable {
  static final int PUBACK = 0x40;
  static final int PUBLISH_QOS_0 = 0x30;
  static final int PUBLISH_QOS_1 = 0x32;
  private static final int CONNECT = 0x10;
  private static final int CONNACK = 0x20;
  private static final int SUBSCRIBE = 0x82;
  private static final int SUBACK = 0x90;
  private static final int REFUSED = 0x80;
  private static final int READ_TIMEOUT_MILLIS = 30_000;
  private static final int BUFFER = 32 * 1024;

  private final SSLSocket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  private MqttWire(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
    this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
  }

  /** Connects and waits for the CONNACK. */
  static MqttWire connect(SSLSocketFactory tls, String host, int port, LoadIdentity identity)
      throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(host, port);
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      MqttWire wire = new MqttWire(socket);
      wire.handshake(identity);
      return wire;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void handshake(LoadIdentity identity) throws IOException {
    byte[] clientId = utf8(identity.clientId());
    byte[] userName = utf8(identity.userName());
    byte[] password = utf8(identity.password());
    out.write(CONNECT);
    writeLength(out, 10 + 6 + clientId.length + userName.length + password.length);
    writeText(out, utf8("MQTT"));
    out.write(4);
    out.write(0xc2); // user name, password, clean session
    out.writeShort(60);
    writeText(out, clientId);
    writeText(out, userName);
    writeText(out, password);
    out.flush();
    byte[] answer = read(CONNACK);
    if (answer.length != 2 || answer[1] != 0) {
      throw new IOException(
          "the broker refused the connection of "
              + identity.clientId()
              + " (CONNACK "
              + (answer.length > 1 ? answer[1] : -1)
              + ")");
    }
  }

  /** Subscribes with QoS 0 and waits for the SUBACK. */
  void subscribe(String filter) throws IOException {
    byte[] text = utf8(filter);
    out.write(SUBSCRIBE);
    writeLength(out, 2 + 2 + text.length + 1);
    out.writeShort(1);
    writeText(out, text);
    out.write(0);
    out.flush();
    byte[] answer = read(SUBACK);
    if (answer.length != 3 || (answer[2] & REFUSED) != 0) {
      throw new IOException("the broker refused the subscription to " + filter);
    }
  }

  DataOutputStream out() {
    return out;
  }

  /** True when something has come that is not read yet. */
  boolean hasInput() throws IOException {
    return in.available() > 0;
  }

  /** The next packet without its fixed header, which must be of that type. */
  byte[] read(int expected) throws IOException {
    int type = in.readUnsignedByte();
    byte[] rest = in.readNBytes(readLength());
    if (type != expected) {
      throw new IOException("packet type: " + type + " (expected: " + expected + ")");
    }
    return rest;
  }

  /** The packet id of the next packet, which must be a PUBACK. */
  int readPuback() throws IOException {
    int type = in.readUnsignedByte();
    int length = readLength();
    if (type != PUBACK || length != 2) {
      throw new IOException("packet type: " + type + " (expected: PUBACK)");
    }
    return in.readUnsignedShort();
  }

  private int readLength() throws IOException {
    int length = 0;
    for (int shift = 0; shift < 28; shift += 7) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the broker closed the connection");
      }
      length |= (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        return length;
      }
    }
    throw new IOException("a packet's length has more than four bytes");
  }

  /**
   * A PUBLISH; with QoS 1 its packet id is 0 and stands before the payload.
   *
   * @param type {@link #PUBLISH_QOS_0} or {@link #PUBLISH_QOS_1}
   */
  static byte[] publish(int type, String topic, byte[] payload) throws IOException {
    byte[] name = utf8(topic);
    boolean hasId = type == PUBLISH_QOS_1;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream packet = new DataOutputStream(bytes);
    packet.write(type);
    writeLength(packet, 2 + name.length + (hasId ? 2 : 0) + payload.length);
    writeText(packet, name);
    if (hasId) {
      packet.writeShort(0);
    }
    packet.write(payload);
    return bytes.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void writeText(DataOutputStream out, byte[] text) throws IOException {
    out.writeShort(text.length);
    out.write(text);
  }

  private static void writeLength(DataOutputStream out, int length) throws IOException {
    int rest = length;
    do {
      int next = rest & 0x7f;
      rest >>= 7;
      out.write(rest > 0 ? next | 0x80 : next);
    } while (rest > 0);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
