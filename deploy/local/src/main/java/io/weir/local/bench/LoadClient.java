package io.weir.local.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLSocketFactory;

/**
 * A device that does nothing but send, with QoS 1. One thread may publish while another one reads
 * the acknowledgements.
 */
final class LoadClient implements AutoCloseable {
  private static final int MAX_PACKET_ID = 65_535;

  private final MqttWire wire;
  private final ByteBuffer publish;
  private final int packetIdAt;
  private final int payloadAt;
  private int lastPacketId;

  private LoadClient(MqttWire wire, byte[] publish, int payloadBytes) {
    this.wire = wire;
    this.publish = ByteBuffer.wrap(publish);
    this.payloadAt = publish.length - payloadBytes;
    this.packetIdAt = payloadAt - 2;
  }

  /** Connects and waits for the CONNACK. */
  static LoadClient connect(
      SSLSocketFactory tls, String host, int port, LoadIdentity identity, byte[] payload)
      throws IOException {
    String topic = "devices/" + identity.clientId() + "/messages/events/";
    byte[] publish = MqttWire.publish(MqttWire.PUBLISH_QOS_1, topic, payload);
    return new LoadClient(MqttWire.connect(tls, host, port, identity), publish, payload.length);
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
    wire.out().flush();
    int inFlight = window;
    while (inFlight > 0) {
      int id = wire.readPuback();
      acknowledged.increment();
      if (stop.stopped()) {
        inFlight--;
      } else {
        send(id, System.nanoTime());
      }
      if (!wire.hasInput()) {
        wire.out().flush();
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
    wire.out().flush();
  }

  /** Reads so many acknowledgements; returns when they have come. */
  void readAcknowledgements(long number) throws IOException {
    for (long i = 0; i < number; i++) {
      wire.readPuback();
    }
  }

  private void send(int packetId, long dueNanos) throws IOException {
    publish.putShort(packetIdAt, (short) packetId).putLong(payloadAt, dueNanos);
    wire.out().write(publish.array());
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
