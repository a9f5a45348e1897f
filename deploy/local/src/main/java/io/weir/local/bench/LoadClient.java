package io.weir.local.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A device that does nothing but send: MQTT 3.1.1 over TLS, QoS 1. It is written by hand, since a
 * benchmark of the broker should not measure a comfortable client on the same processors.
 *
 * <p>One thread may publish while another one reads the acknowledgements.
 */
final class LoadClient implements AutoCloseable {
  private static final int CONNECT = 0x10;
  private static final int CONNACK = 0x20;
  private static final int PUBLISH_QOS_1 = 0x32;
  private static final int PUBACK = 0x40;
  private static final int READ_TIMEOUT_MILLIS = 30_000;
  private static final int BUFFER = 32 * 1024;
  private static final int MAX_PACKET_ID = 65_535;

  private final SSLSocket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final ByteBuffer publish;
  private final int packetIdAt;
  private final int payloadAt;
  private int lastPacketId;

  private LoadClient(SSLSocket socket, byte[] publish, int payloadBytes) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
    this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
    this.publish = ByteBuffer.wrap(publish);
    this.payloadAt = publish.length - payloadBytes;
    this.packetIdAt = payloadAt - 2;
  }

  /** Connects and waits for the CONNACK. */
  static LoadClient connect(
      SSLSocketFactory tls, String host, int port, LoadIdentity identity, byte[] payload)
      throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(host, port);
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      byte[] topic =
          ("devices/" + identity.clientId() + "/messages/events/").getBytes(StandardCharsets.UTF_8);
      LoadClient client = new LoadClient(socket, publishPacket(topic, payload), payload.length);
      client.handshake(identity);
      return client;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void handshake(LoadIdentity identity) throws IOException {
    byte[] clientId = identity.clientId().getBytes(StandardCharsets.UTF_8);
    byte[] userName = identity.userName().getBytes(StandardCharsets.UTF_8);
    byte[] password = identity.password().getBytes(StandardCharsets.UTF_8);
    out.write(CONNECT);
    writeLength(out, 10 + 6 + clientId.length + userName.length + password.length);
    writeText(out, "MQTT".getBytes(StandardCharsets.UTF_8));
    out.write(4);
    out.write(0xc2); // user name, password, clean session
    out.writeShort(60);
    writeText(out, clientId);
    writeText(out, userName);
    writeText(out, password);
    out.flush();
    int type = in.readUnsignedByte();
    int length = readLength();
    byte[] rest = in.readNBytes(length);
    if (type != CONNACK || length != 2 || rest[1] != 0) {
      throw new IOException(
          "the broker refused the connection of "
              + identity.clientId()
              + " (CONNACK "
              + (rest.length > 1 ? rest[1] : -1)
              + ")");
    }
  }

  /**
   * Keeps {@code window} publishes in flight until told to stop, then waits for the last
   * acknowledgements.
   *
   * @param acknowledged counts each PUBACK
   */
  void run(int window, LongAdder acknowledged, StopSignal stop) throws IOException {
    for (int id = 1; id <= window; id++) {
      send(id, System.nanoTime());
    }
    out.flush();
    int inFlight = window;
    while (inFlight > 0) {
      int id = readAcknowledgement();
      acknowledged.increment();
      if (stop.stopped()) {
        inFlight--;
      } else {
        send(id, System.nanoTime());
      }
      if (in.available() == 0) {
        out.flush();
      }
    }
  }

  /**
   * Publishes one message at once and does not wait.
   *
   * @param dueNanos what its payload begins with
   */
  void publish(long dueNanos) throws IOException {
    lastPacketId = lastPacketId % MAX_PACKET_ID + 1;
    send(lastPacketId, dueNanos);
    out.flush();
  }

  /** Reads so many acknowledgements; returns when they have come. */
  void readAcknowledgements(long number) throws IOException {
    for (long i = 0; i < number; i++) {
      readAcknowledgement();
    }
  }

  private void send(int packetId, long dueNanos) throws IOException {
    publish.putShort(packetIdAt, (short) packetId).putLong(payloadAt, dueNanos);
    out.write(publish.array());
  }

  private int readAcknowledgement() throws IOException {
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

  private static byte[] publishPacket(byte[] topic, byte[] payload) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream packet = new DataOutputStream(bytes);
    packet.write(PUBLISH_QOS_1);
    writeLength(packet, 2 + topic.length + 2 + payload.length);
    writeText(packet, topic);
    packet.writeShort(0);
    packet.write(payload);
    return bytes.toByteArray();
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
