package io.weir.acceptance;

import io.weir.acceptance.MqttSocket.Packet;
import io.weir.acceptance.ServiceApi.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * A device that reports properties all the time, some reports unanswered at a time, and connects
 * again when it has lost its connection. What was not answered it does not send again.
 */
final class ReportingDevice implements Runnable {
  private static final int UNANSWERED = 4;
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Duration RETRY = Duration.ofMillis(300);
  private static final Pattern ANSWER =
      Pattern.compile("\\$iothub/twin/res/(\\d+)/\\?\\$rid=(\\d+)(?:&\\$version=(\\d+))?");

  private final Hub hub;
  private final SSLContext tls;
  private final Device device;
  private final WriteLedger reported;
  private final BooleanSupplier stopped;
  private int last;

  ReportingDevice(
      Hub hub, SSLContext tls, Device device, WriteLedger reported, BooleanSupplier stopped) {
    this.hub = hub;
    this.tls = tls;
    this.device = device;
    this.reported = reported;
    this.stopped = stopped;
  }

  @Override
  public void run() {
    try {
      while (!stopped.getAsBoolean()) {
        try (MqttSocket connection = MqttSocket.connected(hub, tls, device)) {
          report(connection);
        } catch (IOException e) {
          // What is unanswered stays so: its outcome is not known.
          Thread.sleep(RETRY.toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when all is answered that was sent before the end. */
  private void report(MqttSocket connection) throws IOException, InterruptedException {
    connection.subscribe("$iothub/twin/res/#");
    Packet granted = connection.read();
    if (granted.type() != MqttSocket.SUBACK || granted.code() > 1) {
      throw new IOException("not subscribed (expected: a SUBACK before anything else)");
    }
    Map<Integer, WriteLedger.Write> unanswered = new HashMap<>();
    while (true) {
      while (unanswered.size() < UNANSWERED && !stopped.getAsBoolean()) {
        int number = ++last;
        unanswered.put(number, reported.begin(number));
        send(connection, number);
      }
      if (unanswered.isEmpty()) {
        return;
      }
      Packet packet = connection.read();
      if (packet.type() == MqttSocket.PUBLISH) {
        answered(unanswered, packet.topic());
      }
    }
  }

  private static void send(MqttSocket connection, int number) throws IOException {
    connection.publish(
        "$iothub/twin/PATCH/properties/reported/?$rid=" + number,
        ("{\"n\":" + number + "}").getBytes(StandardCharsets.UTF_8),
        1,
        false,
        number % 65_535 + 1);
  }

  private void answered(Map<Integer, WriteLedger.Write> unanswered, String topic)
      throws IOException, InterruptedException {
    Matcher answer = ANSWER.matcher(topic);
    if (!answer.matches()) {
      throw new AssertionError(topic + " (expected: an answer to a report)");
    }
    WriteLedger.Write write = unanswered.remove(Integer.valueOf(answer.group(2)));
    if (write == null) {
      throw new AssertionError(topic + " (expected: an answer to what waits for one)");
    }
    int status = Integer.parseInt(answer.group(1));
    if (status == 204) {
      reported.promised(write, Long.parseLong(answer.group(3)));
      Thread.sleep(PAUSE.toMillis());
      return;
    }
    reported.refused(status);
    if (status == 404) {
      throw new IOException("the connection does not hold the device any more");
    }
    Thread.sleep(RETRY.toMillis());
  }
}
