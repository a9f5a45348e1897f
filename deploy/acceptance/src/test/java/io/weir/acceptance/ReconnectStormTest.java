package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acceptance.MqttSocket.Packet;
import io.weir.acceptance.ServiceApi.Device;
import io.weir.acceptance.TwinWriter.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Devices that come and go as fast as the node lets them. */
@HubTest
@Order(76)
class ReconnectStormTest {
  private static final int RECONNECTING = 8;
  private static final Duration STORM = Duration.ofSeconds(10);

  private final Hub hub = Hub.shared();
  private final ServiceApi api = new ServiceApi(hub);
  private final SSLContext tls = Trust.inHub(hub);

  @Test
  @DisplayName("TWIN-02 TWIN-04: reconnects hold up no twin write, and who left is disconnected")
  void holdsUpNoWrite() throws Exception {
    List<Device> devices = new ArrayList<>();
    for (int i = 0; i < RECONNECTING; i++) {
      devices.add(api.createDevice("reconnects-" + i));
    }
    try (TwinWriter writers = TwinWriter.start(hub, "reconnects-writer")) {
      writers.awaitProgress(1);
      long begun = System.nanoTime();
      int connections = storm(devices);
      Span span = new Span(begun, System.nanoTime());
      writers.finish();

      assertThat(connections).as("a storm").isGreaterThan(20 * RECONNECTING);
      assertThat(writers.unanswered()).as("writes without a 200 or 204").isZero();
      assertThat(writers.promisedWithin(List.of(span))).isGreaterThanOrEqualTo(100);
      assertThat(writers.medianWithin(List.of(span))).isLessThan(Duration.ofSeconds(1));
    }
    for (Device device : devices) {
      Awaitility.await(device.id() + " is disconnected")
          .atMost(Duration.ofSeconds(20))
          .until(() -> api.connectionState(device.id()).equals("Disconnected"));
    }
  }

  /** Each reconnects again and again; how many connections there were. */
  private int storm(List<Device> devices) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(devices.size());
    try {
      List<Callable<Integer>> loops = new ArrayList<>();
      for (Device device : devices) {
        loops.add(() -> reconnect(device));
      }
      int connections = 0;
      for (Future<Integer> loop : threads.invokeAll(loops, 60, TimeUnit.SECONDS)) {
        connections += loop.get();
      }
      return connections;
    } finally {
      threads.shutdownNow();
    }
  }

  private int reconnect(Device device) throws IOException {
    int connections = 0;
    long end = System.nanoTime() + STORM.toNanos();
    while (System.nanoTime() < end) {
      try (MqttSocket socket = MqttSocket.connected(hub, tls, device)) {
        socket.subscribe("$iothub/twin/res/#");
        Packet answer = socket.read();
        assertThat(answer.type()).isEqualTo(MqttSocket.SUBACK);
        connections++;
      }
    }
    return connections;
  }
}
