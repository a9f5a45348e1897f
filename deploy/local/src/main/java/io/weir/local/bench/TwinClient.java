package io.weir.local.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocketFactory;

/** A device that reads and reports its twin over MQTT, one request after the other. */
final class TwinClient implements AutoCloseable {
  private static final String ANSWERS = "$iothub/twin/res/";

  private final MqttWire wire;
  private int requestId;

  private TwinClient(MqttWire wire) {
    this.wire = wire;
  }

  static TwinClient connect(SSLSocketFactory tls, String host, int port, LoadIdentity identity)
      throws IOException {
    MqttWire wire = MqttWire.connect(tls, host, port, identity);
    wire.subscribe(ANSWERS + "#");
    return new TwinClient(wire);
  }

  /** Returns once the hub has answered that it has the number (MQTT-33). */
  synchronized void report(long number) throws IOException {
    request("PATCH/properties/reported", TwinNumbers.reported(number), 204);
  }

  /** The whole twin (MQTT-31). */
  synchronized void get() throws IOException {
    request("GET", "", 200);
  }

  private void request(String what, String body, int status) throws IOException {
    requestId++;
    wire.out()
        .write(
            MqttWire.publish(
                MqttWire.PUBLISH_QOS_0,
                "$iothub/twin/" + what + "/?$rid=" + requestId,
                body.getBytes(StandardCharsets.UTF_8)));
    wire.out().flush();
    String expected = ANSWERS + status + "/?$rid=" + requestId;
    byte[] answer = wire.read(MqttWire.PUBLISH_QOS_0);
    int length = ((answer[0] & 0xff) << 8) | (answer[1] & 0xff);
    String topic = new String(answer, 2, length, StandardCharsets.UTF_8);
    if (!topic.startsWith(expected)) {
      throw new IOException("twin answer: " + topic + " (expected: " + expected + ")");
    }
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
